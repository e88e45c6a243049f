namespace Dazhou.Serverless.Records;

/// <summary>
/// Reads of another stream, which it then disposes of, up to a limit: what an archive says of its sizes need not be true. Stops when the
/// caller goes away.
/// </summary>
/// <param name="inner">What is read.</param>
/// <param name="limit">The most bytes.</param>
/// <param name="tooLong">What is thrown when there is more.</param>
/// <param name="cancellation">Ends the reading.</param>
public sealed class LimitedStream(Stream inner, long limit, Func<Exception> tooLong, CancellationToken cancellation) : Stream
{
    /// <summary>How many bytes have been read.</summary>
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
