using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>The state of a library entry.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LibraryState>))]
public enum LibraryState
{
    /// <summary>in the library</summary>
    Admitted,

    /// <summary>not admitted</summary>
    Refused,

    /// <summary>withdrawn by its unit</summary>
    Withdrawn,

    /// <summary>not established within its year; listed for the next</summary>
    CarriedOver,

    /// <summary>established</summary>
    Established,

    /// <summary>rejected by experts or leadership after admission</summary>
    Rejected,
}

/// <summary>An entry of 信息化项目库 (第七条). Table LibraryEntries: partition = plan year, row = project.</summary>
public sealed record LibraryEntryRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LibraryEntries";

    /// <summary>The plan year for which it was submitted or to which it was carried over.</summary>
    public required int PlanYear { get; init; }

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>The project's name.</summary>
    public required string Name { get; init; }

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>The unit's name.</summary>
    public required string UnitName { get; init; }

    /// <summary>总投资, 万元</summary>
    public required decimal TotalInvestment { get; init; }

    /// <summary>When it was submitted, at +08:00.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Whether it was submitted after the end of October.</summary>
    public required bool Late { get; init; }

    /// <summary>The state.</summary>
    public required LibraryState State { get; init; }

    /// <summary>Whether it waits for the annual plan (第十条第一款) instead of being decided one by one.</summary>
    public bool AwaitsPlan { get; init; }

    /// <summary>The year from which it was carried over; null if it was not.</summary>
    public int? CarriedFrom { get; init; }

    /// <summary>Whether the unit confirmed that it still wants the project; null if it has not answered or was not asked.</summary>
    public bool? Confirmed { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => PartitionOf(PlanYear);

    /// <inheritdoc/>
    public string RowKey => Project;

    /// <summary>The partition key of a year.</summary>
    public static string PartitionOf(int year) => $"{year:D4}";
}

/// <summary>List of a year's entries in one state. Table LibraryLists: partition = year and state, row = project.</summary>
public sealed record LibraryListRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LibraryLists";

    /// <summary>The entry.</summary>
    public required LibraryEntryRow Entry { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => PartitionOf(Entry.PlanYear, Entry.State);

    /// <inheritdoc/>
    public string RowKey => Entry.Project;

    /// <summary>The partition key of a year and state.</summary>
    public static string PartitionOf(int year, LibraryState state) => $"{year:D4}|{state}";
}

/// <summary>List of a unit's entries in a year. Table LibraryUnits: partition = year and unit, and again with the state; row = project.</summary>
public sealed record LibraryUnitRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LibraryUnits";

    /// <summary>The entry.</summary>
    public required LibraryEntryRow Entry { get; init; }

    /// <summary>Whether this row belongs to the list of the state; false for the list of all entries.</summary>
    public required bool OfState { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => PartitionOf(Entry.PlanYear, Entry.Unit, OfState ? Entry.State : null);

    /// <inheritdoc/>
    public string RowKey => Entry.Project;

    /// <summary>The partition key of a unit's year, for one state or for all.</summary>
    public static string PartitionOf(int year, string unit, LibraryState? state) => state is null ? $"{year:D4}|{unit}" : $"{year:D4}|{unit}|{state}";

    /// <summary>Returns both list rows of an entry.</summary>
    internal static LibraryUnitRow[] Of(LibraryEntryRow entry) => [new() { Entry = entry, OfState = false }, new() { Entry = entry, OfState = true }];
}

/// <summary>Index of the years in which a project has entries. Table LibraryYears: partition = project, row = year.</summary>
public sealed record LibraryYearRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LibraryYears";

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => $"{Year:D4}";
}

/// <summary>The act that ends a project's passage.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LibraryActKind>))]
public enum LibraryActKind
{
    /// <summary>The unit submitted a new application, which goes through the first review again.</summary>
    Updated,

    /// <summary>The unit withdrew the project.</summary>
    Withdrawn,

    /// <summary>The leadership decides now; update and withdrawal are no longer possible.</summary>
    Closed,
}

/// <summary>
/// The act that ended a project's passage through the library; the first one written counts. Table LibraryActs:
/// partition = project, row = passage.
/// </summary>
public sealed record LibraryActRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LibraryActs";

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>The passage that it ends, starting at 1.</summary>
    public required int Passage { get; init; }

    /// <summary>The kind of the act.</summary>
    public required LibraryActKind Kind { get; init; }

    /// <summary>The id of the person or unit that acted.</summary>
    public required string By { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The comment.</summary>
    public string? Comment { get; init; }

    /// <summary>For an update: the new application without its files.</summary>
    public ProjectApplication? Application { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Passage);

    /// <summary>The row key of a passage.</summary>
    public static string RowKeyOf(int passage) => $"{passage:D4}";
}
