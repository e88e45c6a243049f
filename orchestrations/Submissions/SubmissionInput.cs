using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>Something to be kept.</summary>
public sealed record SubmissionInput
{
    /// <summary>For what.</summary>
    public required string Subject { get; init; }

    /// <summary>The step, with its number where it has one.</summary>
    public required string Step { get; init; }

    /// <summary>The round that it answers; null for the one that waits.</summary>
    public int? Round { get; init; }

    /// <summary>Its content as JSON.</summary>
    public required string Data { get; init; }

    /// <summary>Its files.</summary>
    public IReadOnlyList<SubmissionFile> Files { get; init; } = [];

    /// <summary>Who hands it in: a person's or unit's id.</summary>
    public required string By { get; init; }

    /// <summary>A key against repetition, for what nobody asked for.</summary>
    public string? Key { get; init; }

    /// <summary>SHA-256 of the link that was used.</summary>
    public string? Link { get; init; }
}

/// <summary>A file to be kept.</summary>
public sealed record SubmissionFile(string FileName, byte[] Content)
{
    /// <summary>The file as it is to be kept among the documents of a subject.</summary>
    /// <param name="subject">whose document it is</param>
    /// <param name="name">the document's name</param>
    /// <param name="by">who hands it in</param>
    /// <param name="key">kept twice under one key, it is one version</param>
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

/// <summary>What became of a submission.</summary>
public enum SubmissionStatus
{
    /// <summary>It is kept now.</summary>
    HandedIn,

    /// <summary>There is one for this round, or by this key; that one stands.</summary>
    AlreadyHandedIn,

    /// <summary>Nothing waits for it; nothing was kept.</summary>
    NotAwaited,

    /// <summary>It breaks rules; nothing was kept.</summary>
    Refused,
}

/// <summary>The answer to a submission.</summary>
/// <param name="Status">what became of it</param>
/// <param name="Submission">the one that stands</param>
/// <param name="Failures">every rule it breaks</param>
public sealed record SubmissionReceipt(SubmissionStatus Status, SubmissionRow? Submission, IReadOnlyList<RuleFailure> Failures)
{
    internal static SubmissionReceipt Of(SubmissionStatus status) => new(status, null, []);
}
