using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Links;

/// <summary>
/// What a link is for. This is all that orchestrations and the outbox know of it: the secret is made when the
/// mail is sent, and stands in the mail alone.
/// </summary>
public sealed record LinkRequest : IOfStepRound
{
    /// <summary>What it lets its holder do.</summary>
    public required LinkPurpose Purpose { get; init; }

    /// <summary>Whose matter it is, e.g. a project's id.</summary>
    public required string Subject { get; init; }

    /// <summary>The step of the subject.</summary>
    public required string Step { get; init; }

    /// <summary>The round of the step; 1 first.</summary>
    public int Round { get; init; } = 1;

    /// <summary>The person who may use it.</summary>
    public required string Person { get; init; }

    /// <summary>From then on it is refused, unless what it asks for is still open.</summary>
    public required DateTimeOffset Expires { get; init; }
}

/// <summary>
/// A link. Table Links: partition = the SHA-256 of the secret in lower-case hexadecimal digits, row = <c>link</c>;
/// the secret itself is not stored.
/// </summary>
public sealed record LinkRow : IRow
{
    /// <summary>The row key of every link.</summary>
    public const string OnlyRowKey = "link";

    /// <inheritdoc/>
    public static string TableName => "Links";

    /// <summary>SHA-256 of the secret.</summary>
    public required string Hash { get; init; }

    /// <summary>What the link is for.</summary>
    public required LinkRequest Request { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MintedAt { get; init; }

    /// <summary>When it was used.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>When it was withdrawn, because its step closed or another person took over.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Hash;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>Finds the links of a step. Table LinksBySubject: partition = subject, row = step, round, person, hash.</summary>
public sealed record LinkBySubjectRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "LinksBySubject";

    /// <summary>The link's subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The link's step.</summary>
    public required string Step { get; init; }

    /// <summary>The step's round.</summary>
    public required int Round { get; init; }

    /// <summary>The link's person.</summary>
    public required string Person { get; init; }

    /// <summary>The link's hash.</summary>
    public required string Hash { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => $"{Prefix(this.StepRound)}{Person}|{Hash}";

    /// <summary>What the row keys of a step's round begin with.</summary>
    public static string Prefix(StepRound of) => $"{of.RowKey}|";
}

/// <summary>
/// Says that a step's links of one purpose were withdrawn, those too that a late mail makes afterwards. Table LinkClosures:
/// partition = subject, row = step, round, purpose.
/// </summary>
public sealed record LinkClosureRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "LinkClosures";

    /// <summary>The links' subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The links' step.</summary>
    public required string Step { get; init; }

    /// <summary>The step's round.</summary>
    public required int Round { get; init; }

    /// <summary>What the links were for.</summary>
    public required LinkPurpose Purpose { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(this.StepRound, Purpose);

    /// <summary>The row key of a step's round and a purpose.</summary>
    public static string RowKeyOf(StepRound of, LinkPurpose purpose) => $"{LinkBySubjectRow.Prefix(of)}{purpose}";
}

/// <summary>What may be done with a link now.</summary>
public enum LinkState
{
    /// <summary>It may be used.</summary>
    Open,

    /// <summary>It was used.</summary>
    Used,

    /// <summary>It is past its time; it may still be used if what it asks for is open.</summary>
    Expired,

    /// <summary>It was withdrawn.</summary>
    Withdrawn,

    /// <summary>There is no such link.</summary>
    Unknown,
}

/// <summary>A link as it stands.</summary>
/// <param name="State">What may be done with it.</param>
/// <param name="Link">The link; null if unknown.</param>
public sealed record LinkLookup(LinkState State, LinkRow? Link);

/// <summary>A new link.</summary>
/// <param name="Secret">What stands behind <c>/l/</c>: 256 random bits in base64url. Not stored; do not log it.</param>
/// <param name="Link">Its row.</param>
public sealed record MintedLink(string Secret, LinkRow Link);
