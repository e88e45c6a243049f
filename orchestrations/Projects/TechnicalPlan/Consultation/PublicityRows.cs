using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>The published content of a 公示. Table Publicities: partition = project, row = <c>publicity</c>.</summary>
public sealed record PublicityRow : IRow
{
    /// <summary>The row key of every publicity.</summary>
    public const string OnlyRowKey = "publicity";

    /// <inheritdoc/>
    public static string TableName => "Publicities";

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>The project's name.</summary>
    public required string Name { get; init; }

    /// <summary>The unit's name.</summary>
    public required string UnitName { get; init; }

    /// <summary>The published 具体功能清单.</summary>
    public required IReadOnlyList<FunctionItem> Functions { get; init; }

    /// <summary>The version of the list: 1, plus one for each correction. All versions are kept as <see cref="FunctionListRow"/>.</summary>
    public int Version { get; init; } = 1;

    /// <summary>When this version was published, at +08:00.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The earliest end of the publicity, at +08:00.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>When it ended, at +08:00; null while it is public.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;

    /// <summary>Whether the list is public at this time: until its last day has ended, even if the end is not recorded yet.</summary>
    public bool IsOpenAt(DateTimeOffset at) => EndedAt is null && at < Until;
}

/// <summary>
/// A published version of a function list; never changed. It was replaced when the next version was published. Table
/// FunctionLists: partition = project, row = version.
/// </summary>
public sealed record FunctionListRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "FunctionLists";

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>The version.</summary>
    public required int Version { get; init; }

    /// <summary>The list.</summary>
    public required IReadOnlyList<FunctionItem> Functions { get; init; }

    /// <summary>When it was published, at +08:00.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>The id of the unit that published it.</summary>
    public required string By { get; init; }

    /// <summary>The reason for the correction; null for the first version.</summary>
    public string? Reason { get; init; }

    /// <summary>The sender's idempotency key.</summary>
    public string? Key { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Version);

    /// <summary>The row key of a version.</summary>
    public static string RowKeyOf(int version) => $"{version:D4}";
}
