using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Links;

/// <summary>
/// A request for a link. Orchestrations and the outbox handle only this; the secret is created when the mail is sent, and only the mail
/// contains it.
/// </summary>
public sealed record LinkRequest : IOfStepRound
{
    /// <summary>The purpose of the link.</summary>
    public required LinkPurpose Purpose { get; init; }

    /// <summary>The id of the subject, e.g. of a project.</summary>
    public required string Subject { get; init; }

    /// <summary>The step of the subject.</summary>
    public required string Step { get; init; }

    /// <summary>The round of the step, from 1.</summary>
    public int Round { get; init; } = 1;

    /// <summary>The id of the person who may use the link.</summary>
    public required string Person { get; init; }

    /// <summary>The time of expiry. Afterwards the link is refused, unless what it asks for is still open.</summary>
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

    /// <summary>The request that the link was created for.</summary>
    public required LinkRequest Request { get; init; }

    /// <summary>The time of creation.</summary>
    public required DateTimeOffset MintedAt { get; init; }

    /// <summary>The time of use; null if unused.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>The time of withdrawal, because the step closed or another person took over; null if not withdrawn.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Hash;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>An index of links by subject and step. Table LinksBySubject: partition = subject, row = step, round, person, hash.</summary>
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

    /// <summary>Returns the prefix of the row keys of a step's round.</summary>
    public static string Prefix(StepRound of) => $"{of.RowKey}|";
}

/// <summary>
/// Records that the links of one purpose were withdrawn for a step's round, including links that late mails create afterwards. Table
/// LinkClosures: partition = subject, row = step, round, purpose.
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

    /// <summary>The purpose of the withdrawn links.</summary>
    public required LinkPurpose Purpose { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(this.StepRound, Purpose);

    /// <summary>Returns the row key for a step's round and a purpose.</summary>
    public static string RowKeyOf(StepRound of, LinkPurpose purpose) => $"{LinkBySubjectRow.Prefix(of)}{purpose}";
}

/// <summary>The state of a link.</summary>
public enum LinkState
{
    /// <summary>Can be used.</summary>
    Open,

    /// <summary>Already used.</summary>
    Used,

    /// <summary>Expired; can still be used if what it asks for is open.</summary>
    Expired,

    /// <summary>Withdrawn.</summary>
    Withdrawn,

    /// <summary>No such link exists.</summary>
    Unknown,
}

/// <summary>The result of looking up a link.</summary>
/// <param name="State">The state of the link.</param>
/// <param name="Link">The link; null if unknown.</param>
public sealed record LinkLookup(LinkState State, LinkRow? Link);

/// <summary>A newly created link.</summary>
/// <param name="Secret">The part of the URL after <c>/l/</c>: 256 random bits in base64url. Not stored; do not log it.</param>
/// <param name="Link">The link's row.</param>
public sealed record MintedLink(string Secret, LinkRow Link);
