using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>How an entry of the library stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LibraryState>))]
public enum LibraryState
{
    /// <summary>in the library</summary>
    Admitted,

    /// <summary>not admitted</summary>
    Refused,

    /// <summary>taken out by its unit</summary>
    Withdrawn,

    /// <summary>not established within its year; listed under the next</summary>
    CarriedOver,

    /// <summary>established</summary>
    Established,

    /// <summary>argued or decided against after it had been admitted</summary>
    Rejected,
}

/// <summary>An entry of 信息化项目库 (第七条). Table LibraryEntries: partition = the year of the plan, row = project.</summary>
public sealed record LibraryEntryRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LibraryEntries";

    /// <summary>The year for whose plan it was handed in, or to which it was carried over.</summary>
    public required int PlanYear { get; init; }

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>Its unit's name.</summary>
    public required string UnitName { get; init; }

    /// <summary>总投资, 万元</summary>
    public required decimal TotalInvestment { get; init; }

    /// <summary>When it was handed in.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Whether that was after the end of October.</summary>
    public required bool Late { get; init; }

    /// <summary>How it stands.</summary>
    public required LibraryState State { get; init; }

    /// <summary>Whether it waits for the annual plan (第十条第一款) and is not decided one by one.</summary>
    public bool AwaitsPlan { get; init; }

    /// <summary>The year from which it was carried over.</summary>
    public int? CarriedFrom { get; init; }

    /// <summary>Whether the unit said that it still wants the project; null while it has not, or was not asked.</summary>
    public bool? Confirmed { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => PartitionOf(PlanYear);

    /// <inheritdoc/>
    public string RowKey => Project;

    /// <summary>The partition of a year.</summary>
    public static string PartitionOf(int year) => $"{year:D4}";
}

/// <summary>Lists the entries of a year in one state. Table LibraryLists: partition = year and state, row = project.</summary>
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

    /// <summary>The partition of a year's state.</summary>
    public static string PartitionOf(int year, LibraryState state) => $"{year:D4}|{state}";
}

/// <summary>
/// Lists the entries of a unit in a year. Table LibraryUnits: partition = year and unit, and once more with the state;
/// row = project.
/// </summary>
public sealed record LibraryUnitRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LibraryUnits";

    /// <summary>The entry.</summary>
    public required LibraryEntryRow Entry { get; init; }

    /// <summary>Whether this line is of the list of the entry's state, and not of all.</summary>
    public required bool OfState { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => PartitionOf(Entry.PlanYear, Entry.Unit, OfState ? Entry.State : null);

    /// <inheritdoc/>
    public string RowKey => Entry.Project;

    /// <summary>The partition of a unit's year, of one state or of all.</summary>
    public static string PartitionOf(int year, string unit, LibraryState? state) => state is null ? $"{year:D4}|{unit}" : $"{year:D4}|{unit}|{state}";

    /// <summary>The lines of an entry.</summary>
    internal static LibraryUnitRow[] Of(LibraryEntryRow entry) => [new() { Entry = entry, OfState = false }, new() { Entry = entry, OfState = true }];
}

/// <summary>In which years a project stands. Table LibraryYears: partition = project, row = year.</summary>
public sealed record LibraryYearRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LibraryYears";

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => $"{Year:D4}";
}

/// <summary>What ends a project's time in the library.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LibraryActKind>))]
public enum LibraryActKind
{
    /// <summary>The unit handed in another application, which goes through the first review again.</summary>
    Updated,

    /// <summary>The unit took the project out.</summary>
    Withdrawn,

    /// <summary>The leadership decides now: neither is possible any more.</summary>
    Closed,
}

/// <summary>
/// What ended one passage of a project through the library: the first that is written counts.
/// Table LibraryActs: partition = project, row = passage.
/// </summary>
public sealed record LibraryActRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LibraryActs";

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>Which passage it ends, 1 for the first.</summary>
    public required int Passage { get; init; }

    /// <summary>What it is.</summary>
    public required LibraryActKind Kind { get; init; }

    /// <summary>Who.</summary>
    public required string By { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>With which words.</summary>
    public string? Comment { get; init; }

    /// <summary>For an update: the application without its files.</summary>
    public ProjectApplication? Application { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Passage);

    /// <summary>The row key of a passage.</summary>
    public static string RowKeyOf(int passage) => $"{passage:D4}";
}
