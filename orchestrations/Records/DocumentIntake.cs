using System.Buffers;
using System.Security.Cryptography;

namespace Dazhou.Serverless.Records;

/// <summary>A checked upload: its bytes, readable again, and its properties.</summary>
internal sealed class DocumentIntake : IAsyncDisposable
{
    /// <summary>The maximum size: 50 MiB, see specs/00-common.</summary>
    public const long MaximumBytes = 50L * 1024 * 1024;

    /// <summary>Larger uploads are buffered in a temporary file, deleted when closed, instead of memory.</summary>
    private const int MemoryBytes = 256 * 1024;

    private DocumentIntake(Stream content, string sha256, DocumentKind kind, string fileName)
    {
        Content = content;
        Sha256 = sha256;
        Kind = kind;
        FileName = fileName;
    }

    public Stream Content { get; }

    public string Sha256 { get; }

    public DocumentKind Kind { get; }

    public string FileName { get; }

    /// <summary>Reads an upload once, up to the limit, and checks it.</summary>
    public static async Task<DocumentIntake> ReadAsync(DocumentUpload upload, CancellationToken cancellation)
    {
        var fileName = CleanName(upload.FileName);
        Stream spool = new MemoryStream();
        try
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = ArrayPool<byte>.Shared.Rent(80 * 1024);
            try
            {
                int read;
                while ((read = await upload.Content.ReadAsync(buffer, cancellation)) > 0)
                {
                    if (spool.Length + read > MaximumBytes)
                        throw new DocumentRefusedException("文件超过 50 MB，请压缩或拆分后上传。");
                    if (spool is MemoryStream && spool.Length + read > MemoryBytes)
                        spool = await ToFileAsync(spool, cancellation);
                    sha.AppendData(buffer, 0, read);
                    await spool.WriteAsync(buffer.AsMemory(0, read), cancellation);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            var kind = DocumentInspector.Inspect(spool, fileName, cancellation);
            spool.Position = 0;
            return new DocumentIntake(spool, Convert.ToHexStringLower(sha.GetHashAndReset()), kind, fileName);
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();

    /// <summary>Returns the file name without folders and without characters that would break a header or a file system.</summary>
    private static string CleanName(string fileName)
    {
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        name = string.Concat(name.Where(c => !char.IsControl(c) && c is not ('"' or '<' or '>' or ':' or '|' or '?' or '*'))).Trim().Trim('.');
        if (name.Length == 0)
            throw new DocumentRefusedException("文件没有名称，请重新选择文件。");
        var extension = Path.GetExtension(name);
        return name.Length <= 150 ? name : string.Concat(name.AsSpan(0, 150 - extension.Length), extension);
    }

    private static async Task<FileStream> ToFileAsync(Stream memory, CancellationToken cancellation)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), "dazhou-" + Path.GetRandomFileName()), options);
        memory.Position = 0;
        await memory.CopyToAsync(file, cancellation);
        await memory.DisposeAsync();
        return file;
    }
}
