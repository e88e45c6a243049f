using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Deadlines;

/// <summary>The state of a deadline.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeadlineState>))]
public enum DeadlineState
{
    /// <summary>Running.</summary>
    Open,

    /// <summary>Paused.</summary>
    Paused,

    /// <summary>逾期: running, after the due instant.</summary>
    Overdue,

    /// <summary>Closed: the task was done.</summary>
    Done,

    /// <summary>Closed: dropped together with its process.</summary>
    Cancelled,
}

/// <summary>A deadline. Table Deadlines: partition = subject, row = step.</summary>
public sealed record DeadlineRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Deadlines";

    /// <summary>The plan, as given when the deadline was opened.</summary>
    public required WatchPlan Plan { get; init; }

    /// <summary>The current deadline, after pauses, extensions and calendar changes.</summary>
    public required Deadline Deadline { get; init; }

    /// <summary>The state.</summary>
    public required DeadlineState State { get; init; }

    /// <summary>The warning light.</summary>
    public required Light Light { get; init; }

    /// <summary>Whether the work is behind plan, which turns the light 黄 early.</summary>
    public bool BehindPlan { get; init; }

    /// <summary>The time of opening.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The id of the watch to wake when the row changes; null if there is none.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The time of the pause; null if not paused.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>The period that currently determines the last day: initially the plan's, after a pause the rest, after an extension the granted day.</summary>
    public required Period Counting { get; init; }

    /// <summary>The day from which <see cref="Counting"/> counts.</summary>
    public required DateOnly CountedFrom { get; init; }

    /// <summary>The time of closing; null while open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Whether it was closed because its process ended; the audit trail then has an entry.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Dropped { get; init; }

    /// <summary>Whom notices reach beside whoever must act, as the directory had it at the last look; null while it is not overdue.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OverdueAudience? Audience { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Plan.Subject;

    /// <inheritdoc/>
    public string RowKey => Plan.Step.ToString();

    /// <summary>Whether it is closed.</summary>
    [JsonIgnore]
    public bool IsClosed => State is DeadlineState.Done or DeadlineState.Cancelled;

    /// <summary>The outcome; null while it is open.</summary>
    [JsonIgnore]
    public DeadlineOutcome? Outcome =>
        ClosedAt is { } at ? new DeadlineOutcome(State, at, Deadline, DeadlineRules.DaysOverdue(Deadline, at)) : null;
}

/// <summary>
/// An index of the open deadlines of a unit, or of all units, by due instant. Table DeadlinesByUnit: partition = unit or <c>*</c>, row =
/// due instant (UTC), subject and step. Only a pointer: the deadline's own row counts.
/// </summary>
public sealed record DeadlineByUnitRow : IRow
{
    /// <summary>The partition for all units; no unit has this id.</summary>
    public const string AllUnits = "*";

    /// <inheritdoc/>
    public static string TableName => "DeadlinesByUnit";

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>The due instant.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>The deadline's subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The deadline's step.</summary>
    public required DeadlineKey Step { get; init; }

    /// <summary>The time of opening.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>The watch at the time of writing. The sweep skips deadlines whose watch and owner are running.</summary>
    public string? Watch { get; init; }

    /// <summary>The owner; see <see cref="WatchPlan.Owner"/>.</summary>
    public string? Owner { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Unit;

    /// <inheritdoc/>
    public string RowKey => $"{KeyOf(Due)}|{Subject}|{Step}";

    /// <summary>Returns the prefix of the row keys of an instant.</summary>
    public static string KeyOf(DateTimeOffset due) => $"{due.UtcDateTime:yyyyMMddHHmm}";

    /// <summary>Returns the pointer to a deadline.</summary>
    public static DeadlineByUnitRow To(DeadlineRow row) => new()
    {
        Unit = row.Plan.Unit,
        Due = row.Deadline.Due,
        Subject = row.Plan.Subject,
        Step = row.Plan.Step,
        OpenedAt = row.OpenedAt,
        Watch = row.InstanceId,
        Owner = row.Plan.Owner,
    };

    /// <summary>Returns the same pointer in the index of all units.</summary>
    public DeadlineByUnitRow OfAllUnits() => this with { Unit = AllUnits };
}

/// <summary>Finds deadlines.</summary>
public static class DeadlineTable
{
    /// <summary>Returns a deadline of a subject; null if there is none.</summary>
    public static Task<Row<DeadlineRow>?> FindDeadlineAsync(this ITableStore tables, string subject, DeadlineKey key, CancellationToken cancellation = default) =>
        tables.FindAsync<DeadlineRow>(subject, key.ToString(), cancellation);
}
