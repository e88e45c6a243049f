using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>A unit as a ledger names it.</summary>
/// <param name="Id">its id in the directory</param>
/// <param name="Name">its name when the ledger started</param>
public sealed record LedgerUnit(string Id, string Name);

/// <summary>A section of a ledger.</summary>
/// <param name="Part">the part; null where the document has none</param>
/// <param name="Title">its title; null where the document has none</param>
public sealed record LedgerSection(string? Part, string? Title);

/// <summary>A ledger, without its tasks. Table Ledgers: partition = <c>ledger</c>, row = id.</summary>
public sealed record LedgerRow : IRow
{
    /// <summary>The partition of all ledgers.</summary>
    public const string Partition = "ledger";

    /// <inheritdoc/>
    public static string TableName => "Ledgers";

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of its definition, shortened: tells a repetition from another ledger under the same id.</summary>
    public required string Digest { get; init; }

    /// <summary>发文字号.</summary>
    public required string Document { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The id of the coordinating office.</summary>
    public required string Coordinator { get; init; }

    /// <summary>The coordinating office as shown to people, e.g. 市推进协调办.</summary>
    public required string CoordinatorName { get; init; }

    /// <summary>The id of the unit that assesses; null where nobody does.</summary>
    public string? Assessor { get; init; }

    /// <summary>The ids of the units that are assessed; null for all.</summary>
    public IReadOnlyList<string>? Assessed { get; init; }

    /// <summary>The rhythm in which units are asked.</summary>
    public required LedgerRhythm Cycle { get; init; }

    /// <summary>The rhythm of bulletins; null for none.</summary>
    public LedgerRhythm? Bulletin { get; init; }

    /// <summary>The rhythm of the coordinating office's own findings; null for none.</summary>
    public LedgerRhythm? Inspection { get; init; }

    /// <summary>The first day, Asia/Shanghai.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day, Asia/Shanghai.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The printed days of report; none where the rhythm tells them.</summary>
    public IReadOnlyList<DateOnly> ReportDays { get; init; } = [];

    /// <summary>The ids of the counties and parks that take part in every task; none if they do not.</summary>
    public IReadOnlyList<string> Counties { get; init; } = [];

    /// <summary>Until when units name their contact persons; null for no register.</summary>
    public DateOnly? ContactsDue { get; init; }

    /// <summary>The heads of the document's table.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The sections, in order; tasks name them by their place.</summary>
    public required IReadOnlyList<LedgerSection> Sections { get; init; }

    /// <summary>The units, in the order in which tasks name them, counties last; later ones are appended. Tasks name them by their place.</summary>
    public required IReadOnlyList<LedgerUnit> Units { get; init; }

    /// <summary>The number of tasks.</summary>
    public required int Tasks { get; init; }

    /// <summary>The periods and points that it started with.</summary>
    public LedgerPolicy Policy { get; init; } = new();

    /// <summary>When it was started, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who started it.</summary>
    public required string By { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Id;

    /// <summary>The partition of its tasks and of their index.</summary>
    [JsonIgnore]
    public string TaskPartition => TaskPartitionOf(Id, Digest);

    /// <summary>Returns the partition of a ledger's tasks. The digest is part of it, so that a start that was refused leaves nothing in another's way.</summary>
    public static string TaskPartitionOf(string id, string digest) => $"{id}|{digest}";

    /// <summary>Returns the name of a unit; its id if the ledger does not know it.</summary>
    public string NameOf(string unit) => Units.FirstOrDefault(known => known.Id == unit)?.Name ?? unit;
}

/// <summary>
/// A task with its present state, which is folded from its acts. Table LedgerTasks: partition = ledger and digest, row = place in the
/// document, from 0.
/// </summary>
public sealed record LedgerTaskRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LedgerTasks";

    /// <summary>The partition: see <see cref="LedgerRow.TaskPartition"/>.</summary>
    public required string Of { get; init; }

    /// <summary>The place in the document, from 0.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The key in addresses.</summary>
    public required string Key { get; init; }

    /// <summary>The task as its document has it, with its units as printed.</summary>
    public required TaskDefinition Definition { get; init; }

    /// <summary>The place of its section in the ledger.</summary>
    public required int Section { get; init; }

    /// <summary>The ids of its lead units when the ledger started.</summary>
    public required IReadOnlyList<string> Lead { get; init; }

    /// <summary>The ids of its responsible units when the ledger started.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>Its present state.</summary>
    public required TaskState State { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Of;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Ordinal);

    /// <summary>Returns the row key of a place.</summary>
    public static string RowKeyOf(int ordinal) => ordinal.ToString("D5", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Finds a task by its key. Table LedgerTaskKeys: partition = ledger and digest, row = key.</summary>
public sealed record LedgerTaskKeyRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LedgerTaskKeys";

    /// <summary>The partition.</summary>
    public required string Of { get; init; }

    /// <summary>The task's key.</summary>
    public required string Key { get; init; }

    /// <summary>Its place in the document, from 0.</summary>
    public required int Ordinal { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Of;

    /// <inheritdoc/>
    public string RowKey => Key;
}

/// <summary>
/// A note that an act may have been written whose task was not brought up to date: written before the act, deleted after.
/// Table LedgerPending: partition = <c>pending</c>, row = ledger and task.
/// </summary>
public sealed record LedgerPendingRow : IRow
{
    /// <summary>The partition of all.</summary>
    public const string Partition = "pending";

    /// <inheritdoc/>
    public static string TableName => "LedgerPending";

    /// <summary>The ledger's id.</summary>
    public required string Ledger { get; init; }

    /// <summary>The task's place.</summary>
    public required int Ordinal { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => $"{Ledger}|{LedgerTaskRow.RowKeyOf(Ordinal)}";
}
