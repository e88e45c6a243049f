namespace Dazhou.Serverless.Records;

/// <summary>Reads another stream, which it owns, up to a limit, since an archive's declared sizes cannot be trusted. Stops when the caller cancels.</summary>
/// <param name="inner">the stream to read</param>
/// <param name="limit">the maximum number of bytes</param>
/// <param name="tooLong">creates the exception to throw beyond the limit</param>
/// <param name="cancellation">the cancellation token</param>
public sealed class LimitedStream(Stream inner, long limit, Func<Exception> tooLong, CancellationToken cancellation) : Stream
{
    /// <summary>The number of bytes read.</summary>
    public long ReadSoFar { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => ReadSoFar; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        var read = inner.Read(buffer);
        ReadSoFar += read;
        return ReadSoFar <= limit ? read : throw tooLong();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
