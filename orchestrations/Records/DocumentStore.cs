namespace Dazhou.Serverless.Records;

/// <summary>
/// Stores the bytes of documents. A blob is complete or absent. Writing the same name again is harmless, since names are derived from
/// content.
/// </summary>
internal interface IBlobs
{
    Task WriteAsync(string name, Stream content, string contentType, CancellationToken cancellation);

    Task<Stream> OpenReadAsync(string name, CancellationToken cancellation);

    /// <summary>Deletes every blob whose name begins so; none is no error.</summary>
    Task DeleteAsync(string prefix, CancellationToken cancellation);
}

/// <summary>
/// Stores documents: first the blob, then the row. A failure in between leaves a blob without a row, which is invisible and reused by a
/// repeated upload; a row never refers to missing bytes.
/// </summary>
internal sealed class DocumentStore(ITableStore tables, IBlobs blobs, TimeProvider time) : IDocumentStore
{
    public async Task<DocumentInfo> SaveAsync(DocumentUpload upload, CancellationToken cancellation = default)
    {
        if (upload.Name.Contains('|', StringComparison.Ordinal))
            throw new ArgumentException("A document's name holds no '|'.", nameof(upload));
        await using var intake = await DocumentIntake.ReadAsync(upload, cancellation);
        var blob = $"{FolderOf(upload.Subject)}/{intake.Sha256}";
        await blobs.WriteAsync(blob, intake.Content, intake.Kind.ContentType, cancellation);
        while (true)
        {
            var versions = await VersionsAsync(upload.Subject, upload.Name, cancellation);
            if (upload.Key is not null && versions.Find(version => version.Key == upload.Key && version.Sha256 == intake.Sha256) is { } done)
                return done;
            var next = new DocumentInfo
            {
                Subject = upload.Subject,
                Name = upload.Name,
                Version = versions.Count == 0 ? 1 : versions[^1].Version + 1,
                FileName = intake.FileName,
                ContentType = intake.Kind.ContentType,
                Length = intake.Content.Length,
                Sha256 = intake.Sha256,
                MayShowInline = intake.Kind.MayShowInline,
                BlobName = blob,
                UploadedBy = upload.UploadedBy,
                UploadedAt = time.GetChinaNow(),
                Key = upload.Key,
            };
            if (await tables.TryInsertAsync(next, cancellation))
                return next;
            // A concurrent upload took this version number; use the next.
        }
    }

    public async Task<DocumentInfo?> FindAsync(string subject, string name, int? version = null, CancellationToken cancellation = default)
    {
        if (version is { } number)
            return (await tables.FindAsync<DocumentInfo>(subject, DocumentInfo.RowKeyOf(name, number), cancellation))?.Value;
        return (await VersionsAsync(subject, name, cancellation)).LastOrDefault();
    }

    public async Task<IReadOnlyList<DocumentInfo>> ListAsync(string subject, CancellationToken cancellation = default) =>
        await tables.ListAsync<DocumentInfo>(subject, cancellation);

    public Task<Stream> OpenReadAsync(DocumentInfo document, CancellationToken cancellation = default) =>
        blobs.OpenReadAsync(document.BlobName, cancellation);

    /// <summary>The rows first: none may name bytes that are not there. Blobs that a crash left without a row lie in the same folder.</summary>
    public async Task DeleteAllAsync(string subject, CancellationToken cancellation = default)
    {
        foreach (var document in await ListAsync(subject, cancellation))
            await tables.DeleteAsync<DocumentInfo>(document.PartitionKey, document.RowKey, cancellation);
        await blobs.DeleteAsync(FolderOf(subject) + "/", cancellation);
    }

    /// <summary>Returns the subject's folder. Each subject has its own, so that equal files of two subjects can be deleted independently.</summary>
    private static string FolderOf(string subject) => Digest.Of(subject)[..32];

    private async Task<List<DocumentInfo>> VersionsAsync(string subject, string name, CancellationToken cancellation)
    {
        var versions = new List<DocumentInfo>();
        await foreach (var row in tables.ReadPartitionAsync<DocumentInfo>(subject, name + "|", cancellation))
            versions.Add(row.Value);
        return versions;
    }
}
