using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>What is public during 公示. Table Publicities: partition = project, row = <c>publicity</c>.</summary>
public sealed record PublicityRow : IRow
{
    /// <summary>The row key of every publicity.</summary>
    public const string OnlyRowKey = "publicity";

    /// <inheritdoc/>
    public static string TableName => "Publicities";

    /// <summary>The project's id.</summary>
    public required string Project { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its unit's name.</summary>
    public required string UnitName { get; init; }

    /// <summary>具体功能清单 as it is public now.</summary>
    public required IReadOnlyList<FunctionItem> Functions { get; init; }

    /// <summary>Which version of the list that is: 1, and one more after each correction. Every version stays in <see cref="FunctionListRow"/>.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Since when this version is public.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Until when at least.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>When it ended; null while it is public.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;

    /// <summary>Whether it is public at an instant: until its last day has ended, whether or not anything noted that.</summary>
    public bool IsOpenAt(DateTimeOffset at) => EndedAt is null && at < Until;
}

/// <summary>
/// A version of a function list, as it was published. Nothing changes it later: when it was replaced is when the next one was
/// published. Table FunctionLists: partition = project, row = version.
/// </summary>
public sealed record FunctionListRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "FunctionLists";

    /// <summary>The project's id.</summary>
    public required string Project { get; init; }

    /// <summary>The version.</summary>
    public required int Version { get; init; }

    /// <summary>The list.</summary>
    public required IReadOnlyList<FunctionItem> Functions { get; init; }

    /// <summary>When it was published, at +08:00.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Who published it: the unit's id.</summary>
    public required string By { get; init; }

    /// <summary>Why the version before was corrected; null for the first.</summary>
    public string? Reason { get; init; }

    /// <summary>The sender's key against repetition.</summary>
    public string? Key { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Version);

    /// <summary>The row key of a version.</summary>
    public static string RowKeyOf(int version) => $"{version:D4}";
}
