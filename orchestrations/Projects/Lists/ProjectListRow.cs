using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// A line of a list of projects, with all that a list shows. Table ProjectLists: partition = the list, row = what it is
/// ordered by, newest first, and the project. Every list that a page or the API offers is a partition of its own, so
/// that a page of it is one read, however many projects there are.
/// </summary>
public sealed record ProjectListRow : IRow
{
    /// <summary>The list of all projects, by the time when they were handed in.</summary>
    public const string All = "all";

    /// <inheritdoc/>
    public static string TableName => "ProjectLists";

    /// <summary>The list.</summary>
    public required string List { get; init; }

    /// <summary>The project's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>Its unit's name.</summary>
    public required string UnitName { get; init; }

    /// <summary>总投资, 万元</summary>
    public decimal TotalInvestment { get; init; }

    /// <summary>The number of the 立项批复, once there is one.</summary>
    public string? ApprovalNumber { get; init; }

    /// <summary>The stage it is in.</summary>
    public required string Stage { get; init; }

    /// <summary>Since when it is in the stage.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was handed in.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Who holds it and what is due next; null in lines that were written before lists showed it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProjectStanding? Standing { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => List;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(IsOfStage(List) ? Since : SubmittedAt, Id);

    /// <summary>The projects of a stage, by the time when they entered it.</summary>
    public static string OfStage(string stage) => $"stage:{stage}";

    /// <summary>The projects of a unit, by the time when they were handed in.</summary>
    public static string OfUnit(string unit) => $"unit:{unit}";

    /// <summary>The projects of a unit that are in a stage, by the time when they entered it.</summary>
    public static string OfUnitInStage(string unit, string stage) => $"unit-stage:{unit}|{stage}";

    /// <summary>The row key of a project: later instants come first.</summary>
    public static string RowKeyOf(DateTimeOffset at, string id) => $"{NewestFirst(at)}|{id}";

    internal static string NewestFirst(DateTimeOffset at) => $"{DateTime.MaxValue.Ticks - at.UtcTicks:D19}";

    /// <summary>The lists in which this project has a line besides that of all.</summary>
    internal IEnumerable<string> OtherLists => [OfUnit(Unit), OfStage(Stage), OfUnitInStage(Unit, Stage)];

    private static bool IsOfStage(string list) =>
        list.StartsWith("stage:", StringComparison.Ordinal) || list.StartsWith("unit-stage:", StringComparison.Ordinal);
}

/// <summary>How many projects are in a stage. Table StageCounts: one partition, row = stage.</summary>
public sealed record StageCountRow : IRow
{
    /// <summary>The one partition: there are as many rows as stages.</summary>
    public const string Partition = "stages";

    /// <inheritdoc/>
    public static string TableName => "StageCounts";

    /// <summary>The stage.</summary>
    public required string Stage { get; init; }

    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Stage;
}

/// <summary>
/// Finds projects by any two characters that follow each other in their name, their unit's name or their number.
/// Table ProjectWords: partition = the two characters in upper case, row = newest first, project and field.
/// </summary>
public sealed record ProjectWordRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "ProjectWords";

    /// <summary>The two characters.</summary>
    public required string Pair { get; init; }

    /// <summary>The project's id.</summary>
    public required string Id { get; init; }

    /// <summary>Which of its fields: n, u or a.</summary>
    public required string Field { get; init; }

    /// <summary>The whole field, which tells whether it has what is searched for.</summary>
    public required string Text { get; init; }

    /// <summary>When the project was handed in.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Pair;

    /// <inheritdoc/>
    public string RowKey => $"{ProjectListRow.RowKeyOf(SubmittedAt, Id)}|{Field}";
}
