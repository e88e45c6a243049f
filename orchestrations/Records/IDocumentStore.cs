namespace Dazhou.Serverless.Records;

/// <summary>A file to store.</summary>
public sealed record DocumentUpload
{
    /// <summary>The id of the subject, e.g. of a project.</summary>
    public required string Subject { get; init; }

    /// <summary>The document's name within the subject, e.g. <c>technical-plan</c>; each upload to a name creates a new version.</summary>
    public required string Name { get; init; }

    /// <summary>The file name from the uploader; its extension must match the content.</summary>
    public required string FileName { get; init; }

    /// <summary>The bytes; read once, from the current position.</summary>
    public required Stream Content { get; init; }

    /// <summary>The id of the person or unit that uploads, or <c>system</c> for generated documents.</summary>
    public required string UploadedBy { get; init; }

    /// <summary>
    /// The idempotency key: the same bytes uploaded again with it return the first version. Different bytes create a new version, so that a
    /// corrected file sent with the same key is not ignored.
    /// </summary>
    public string? Key { get; init; }
}

/// <summary>A version of a document. Table Documents: partition = subject, row = name and version.</summary>
public sealed record DocumentInfo : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Documents";

    /// <summary>The subject's id.</summary>
    public required string Subject { get; init; }

    /// <summary>The document's name within the subject.</summary>
    public required string Name { get; init; }

    /// <summary>The version; 1 for the first upload.</summary>
    public required int Version { get; init; }

    /// <summary>The file name, without any folder.</summary>
    public required string FileName { get; init; }

    /// <summary>The media type, as detected from the content.</summary>
    public required string ContentType { get; init; }

    /// <summary>The size in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>SHA-256 of the bytes in lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether browsers may display it (PDF and images); other kinds are only downloaded.</summary>
    public required bool MayShowInline { get; init; }

    /// <summary>The name of the blob.</summary>
    public required string BlobName { get; init; }

    /// <summary>The id of the uploader.</summary>
    public required string UploadedBy { get; init; }

    /// <summary>The time of the upload, at +08:00.</summary>
    public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>The uploader's idempotency key; null if none was given.</summary>
    public string? Key { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Name, Version);

    /// <summary>Returns the row key of a version; the versions of a name are in order.</summary>
    public static string RowKeyOf(string name, int version) => $"{name}|{version:D6}";
}

/// <summary>Stores documents in versions. A refused file (size, type) throws <see cref="DocumentRefusedException"/> and leaves nothing behind.</summary>
public interface IDocumentStore
{
    /// <summary>Checks and stores a file: first the bytes, then the row that makes them visible.</summary>
    Task<DocumentInfo> SaveAsync(DocumentUpload upload, CancellationToken cancellation = default);

    /// <summary>Returns a version of a document, by default the newest; null if there is none.</summary>
    Task<DocumentInfo?> FindAsync(string subject, string name, int? version = null, CancellationToken cancellation = default);

    /// <summary>Returns all documents of a subject, by name and version.</summary>
    Task<IReadOnlyList<DocumentInfo>> ListAsync(string subject, CancellationToken cancellation = default);

    /// <summary>Opens the bytes of a version.</summary>
    Task<Stream> OpenReadAsync(DocumentInfo document, CancellationToken cancellation = default);

    /// <summary>
    /// Deletes every document of a subject with its bytes; for what was never handed in. Safe to repeat, and nothing may be saved for
    /// the subject any more: a file that came in meanwhile could be left without its bytes.
    /// </summary>
    Task DeleteAllAsync(string subject, CancellationToken cancellation = default);
}

/// <summary>A file was refused. The message, in Chinese, gives the reason and what is accepted.</summary>
public sealed class DocumentRefusedException : Exception
{
    /// <summary>Creates the exception without a reason.</summary>
    public DocumentRefusedException()
        : base("文件未被接受。")
    {
    }

    /// <summary>Creates the exception with a reason.</summary>
    public DocumentRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a reason and its cause.</summary>
    public DocumentRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
