using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Documents;

/// <summary>Keeps documents that the system writes.</summary>
public static class DocumentSaving
{
    /// <summary>
    /// Writes a document and keeps it among those of a subject. The same document under the same key is one version, however often
    /// the activity that writes it is repeated.
    /// </summary>
    /// <param name="documents">Where.</param>
    /// <param name="subject">Whose.</param>
    /// <param name="name">Its name among the subject's.</param>
    /// <param name="fileName">The file's name, with its ending.</param>
    /// <param name="key">Tells the act from another one of its kind.</param>
    /// <param name="document">The document.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public static async Task<DocumentInfo> SaveAsync(
        this IDocumentStore documents, string subject, string name, string fileName, string key, OfficialDocument document, CancellationToken cancellation)
    {
        using var content = new MemoryStream(DocumentWriter.Write(document));
        return await documents.SaveAsync(
            new DocumentUpload { Subject = subject, Name = name, FileName = fileName, Content = content, UploadedBy = AuditEntry.System, Key = key }, cancellation);
    }
}
