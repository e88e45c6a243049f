using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>A file that a draft holds. Its bytes are a document of <see cref="SubjectOf"/>, a subject of its own.</summary>
/// <param name="Field">The field that it belongs to.</param>
/// <param name="Upload">Its id.</param>
/// <param name="FileName">Its name, without any folder.</param>
/// <param name="ContentType">The media type, from the content.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">SHA-256 of the bytes in lower-case hexadecimal digits.</param>
/// <param name="At">When it was uploaded, at +08:00.</param>
/// <param name="By">Who uploaded it.</param>
public sealed record DraftFile(string Field, string Upload, string FileName, string ContentType, long Length, string Sha256, DateTimeOffset At, string By)
{
    /// <summary>The name of the document.</summary>
    public const string DocumentName = "file";

    /// <summary>Whose document the bytes of an upload are: one subject an upload, so that it can be deleted alone.</summary>
    public static string SubjectOf(string upload) => $"draft-file-{upload}";
}

/// <summary>A step of a draft as it was saved last.</summary>
/// <param name="Revision">How often it was saved; whoever saves names the one that was seen.</param>
/// <param name="At">When, at +08:00.</param>
/// <param name="By">By whom: a person's or unit's id.</param>
public sealed record DraftStep(int Revision, DateTimeOffset At, string By);

/// <summary>
/// Something that is filled in and not handed in yet. Table Drafts: partition = id, row = <c>draft</c>. When it was handed in, only what
/// became of it is left, so that its address leads there.
/// </summary>
public sealed record DraftRow : IRow
{
    /// <summary>The row key of every draft.</summary>
    public const string OnlyRowKey = "draft";

    /// <inheritdoc/>
    public static string TableName => "Drafts";

    /// <summary>A random id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is to become, as whoever owns the kind names it.</summary>
    public required string Kind { get; init; }

    /// <summary>Whose it is: a unit's id.</summary>
    public required string Owner { get; init; }

    /// <summary>What people know it by; empty until it has a name.</summary>
    public string Title { get; init; } = "";

    /// <summary>What was typed, by field, as it was typed.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The files, in the order in which they came.</summary>
    public IReadOnlyList<DraftFile> Files { get; init; } = [];

    /// <summary>The steps that were saved.</summary>
    public IReadOnlyDictionary<string, DraftStep> Steps { get; init; } = new Dictionary<string, DraftStep>(StringComparer.Ordinal);

    /// <summary>The step that was saved last; null for none.</summary>
    public string? LastStep { get; init; }

    /// <summary>When it was begun, at +08:00.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was saved last, at +08:00.</summary>
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>Who saved it last: a person's or unit's id.</summary>
    public required string SavedBy { get; init; }

    /// <summary>From then on it is gone.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>When somebody began to hand it in; whoever finds it set looks whether that was recorded before asking anybody again.</summary>
    public DateTimeOffset? HandingInSince { get; init; }

    /// <summary>The id of what it became; null while it is a draft.</summary>
    public string? Became { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Id;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;

    /// <summary>The revision of a step; 0 before it was saved.</summary>
    public int RevisionOf(string step) => Steps.TryGetValue(step, out var saved) ? saved.Revision : 0;

    /// <summary>Whether it is open to a visitor of an owner's drafts, who may be held to one of them.</summary>
    public bool IsOpenTo(string owner, string? only) => owner == Owner && (only is null || only == Id);
}

/// <summary>Finds the drafts of an owner. Table DraftsOfOwner: partition = owner, row = draft.</summary>
public sealed record DraftOfOwnerRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "DraftsOfOwner";

    /// <summary>The owner.</summary>
    public required string Owner { get; init; }

    /// <summary>The draft's id.</summary>
    public required string Draft { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Owner;

    /// <inheritdoc/>
    public string RowKey => Draft;
}

/// <summary>
/// When to look whether a draft has expired, or what it held is to be deleted. Table DraftChecks: partition = <c>checks</c>, row = the
/// minute in UTC and the draft.
/// </summary>
public sealed record DraftCheckRow : IRow
{
    /// <summary>The partition of all.</summary>
    public const string Partition = "checks";

    /// <inheritdoc/>
    public static string TableName => "DraftChecks";

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The draft's id.</summary>
    public required string Draft { get; init; }

    /// <summary>Its owner.</summary>
    public required string Owner { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => $"{At.UtcDateTime:yyyyMMddHHmm}|{Draft}";
}

/// <summary>
/// Every file that was ever sent to a draft, noted before it is kept: what no draft names is deleted with the draft. Table DraftUploads:
/// partition = draft, row = upload.
/// </summary>
public sealed record DraftUploadRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "DraftUploads";

    /// <summary>The draft's id.</summary>
    public required string Draft { get; init; }

    /// <summary>The upload's id.</summary>
    public required string Upload { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Draft;

    /// <inheritdoc/>
    public string RowKey => Upload;
}
