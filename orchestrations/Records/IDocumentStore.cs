namespace Dazhou.Serverless.Records;

/// <summary>A file to be kept.</summary>
public sealed record DocumentUpload
{
    /// <summary>Whose document it is, e.g. a project's id.</summary>
    public required string Subject { get; init; }

    /// <summary>Which document of the subject, e.g. <c>technical-plan</c>; each upload under one name is a new version.</summary>
    public required string Name { get; init; }

    /// <summary>The file's name as the uploader gave it; its extension must fit the content.</summary>
    public required string FileName { get; init; }

    /// <summary>The bytes; read once, from where the stream stands.</summary>
    public required Stream Content { get; init; }

    /// <summary>Who uploads: a person's or unit's id, or <c>system</c> for generated documents.</summary>
    public required string UploadedBy { get; init; }

    /// <summary>
    /// With a key, the same bytes uploaded again under the same name are answered with the version that the first upload made. Other
    /// bytes under the key are another version: whoever corrects a file and repeats the request must not be answered with the old one.
    /// </summary>
    public string? Key { get; init; }
}

/// <summary>One version of a document. Table Documents: partition = subject, row = name and version.</summary>
public sealed record DocumentInfo : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Documents";

    /// <summary>Whose document it is.</summary>
    public required string Subject { get; init; }

    /// <summary>Which document of the subject.</summary>
    public required string Name { get; init; }

    /// <summary>1 for the first upload under this name.</summary>
    public required int Version { get; init; }

    /// <summary>The file's name, without any folder.</summary>
    public required string FileName { get; init; }

    /// <summary>The media type, from the content.</summary>
    public required string ContentType { get; init; }

    /// <summary>Bytes.</summary>
    public required long Length { get; init; }

    /// <summary>SHA-256 of the bytes in lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether a browser may show it (PDF and images); everything else is only downloaded.</summary>
    public required bool MayShowInline { get; init; }

    /// <summary>Where the bytes lie.</summary>
    public required string BlobName { get; init; }

    /// <summary>Who uploaded.</summary>
    public required string UploadedBy { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>The uploader's key against repetition, if one was given.</summary>
    public string? Key { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Name, Version);

    /// <summary>The row key of a version; versions of a name sort by number.</summary>
    public static string RowKeyOf(string name, int version) => $"{name}|{version:D6}";
}

/// <summary>
/// Documents with versions. What is refused (size, type) throws <see cref="DocumentRefusedException"/> and leaves nothing behind.
/// </summary>
public interface IDocumentStore
{
    /// <summary>Checks and keeps a file: the bytes first, then the row that makes them visible.</summary>
    Task<DocumentInfo> SaveAsync(DocumentUpload upload, CancellationToken cancellation = default);

    /// <summary>Finds a version of a document, the newest without <paramref name="version"/>; null if there is none.</summary>
    Task<DocumentInfo?> FindAsync(string subject, string name, int? version = null, CancellationToken cancellation = default);

    /// <summary>All documents of a subject, by name and version.</summary>
    Task<IReadOnlyList<DocumentInfo>> ListAsync(string subject, CancellationToken cancellation = default);

    /// <summary>The bytes of a version.</summary>
    Task<Stream> OpenReadAsync(DocumentInfo document, CancellationToken cancellation = default);

    /// <summary>
    /// Deletes every document of a subject with its bytes; for what was never handed in. Safe to repeat, and nothing may be saved for
    /// the subject any more: a file that came in meanwhile could be left without its bytes.
    /// </summary>
    Task DeleteAllAsync(string subject, CancellationToken cancellation = default);
}

/// <summary>A file was not accepted; the message, in Chinese, says why and what would be.</summary>
public sealed class DocumentRefusedException : Exception
{
    /// <summary>Without a reason.</summary>
    public DocumentRefusedException()
        : base("文件未被接受。")
    {
    }

    /// <summary>With the reason.</summary>
    public DocumentRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and its cause.</summary>
    public DocumentRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
