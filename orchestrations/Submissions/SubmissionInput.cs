using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>The input of a submission.</summary>
public sealed record SubmissionInput
{
    /// <summary>The subject's id.</summary>
    public required string Subject { get; init; }

    /// <summary>The step, with its number if it has one.</summary>
    public required string Step { get; init; }

    /// <summary>The round that is answered; null for the open one.</summary>
    public int? Round { get; init; }

    /// <summary>The content as JSON.</summary>
    public required string Data { get; init; }

    /// <summary>The files.</summary>
    public IReadOnlyList<SubmissionFile> Files { get; init; } = [];

    /// <summary>The id of the person or unit that submits.</summary>
    public required string By { get; init; }

    /// <summary>The idempotency key of an unsolicited submission.</summary>
    public string? Key { get; init; }

    /// <summary>SHA-256 of the link that was used; null if none was.</summary>
    public string? Link { get; init; }
}

/// <summary>A submitted file.</summary>
public sealed record SubmissionFile(string FileName, byte[] Content)
{
    /// <summary>Returns the upload that stores the file among a subject's documents.</summary>
    /// <param name="subject">the subject's id</param>
    /// <param name="name">the document's name</param>
    /// <param name="by">the id of the sender</param>
    /// <param name="key">the idempotency key: two uploads with one key make one version</param>
    internal DocumentUpload UploadAs(string subject, string name, string by, string key) => new()
    {
        Subject = subject,
        Name = name,
        FileName = FileName,
        Content = new MemoryStream(Content, writable: false),
        UploadedBy = by,
        Key = key,
    };
}

/// <summary>The status of a submission.</summary>
public enum SubmissionStatus
{
    /// <summary>Stored now.</summary>
    HandedIn,

    /// <summary>Already submitted for this round or key; the earlier submission stands.</summary>
    AlreadyHandedIn,

    /// <summary>Not asked for or not accepted now; nothing was stored.</summary>
    NotAwaited,

    /// <summary>Breaks rules; nothing was stored.</summary>
    Refused,
}

/// <summary>The result of a submission.</summary>
/// <param name="Status">the status</param>
/// <param name="Submission">the submission that stands; null if there is none</param>
/// <param name="Failures">all broken rules</param>
public sealed record SubmissionReceipt(SubmissionStatus Status, SubmissionRow? Submission, IReadOnlyList<RuleFailure> Failures)
{
    internal static SubmissionReceipt Of(SubmissionStatus status) => new(status, null, []);
}
