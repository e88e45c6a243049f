using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Deadlines;

/// <summary>Where a deadline stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeadlineState>))]
public enum DeadlineState
{
    /// <summary>Running.</summary>
    Open,

    /// <summary>The clock stands still.</summary>
    Paused,

    /// <summary>逾期: running, and past its due instant.</summary>
    Overdue,

    /// <summary>What it asked for was done.</summary>
    Done,

    /// <summary>It was dropped with its process.</summary>
    Cancelled,
}

/// <summary>A deadline. Table Deadlines: partition = subject, row = step.</summary>
public sealed record DeadlineRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Deadlines";

    /// <summary>What is watched, as it was planned.</summary>
    public required WatchPlan Plan { get; init; }

    /// <summary>The deadline as it stands, after pauses, extensions and a new calendar.</summary>
    public required Deadline Deadline { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeadlineState State { get; init; }

    /// <summary>Its light.</summary>
    public required Light Light { get; init; }

    /// <summary>Whether the work is behind plan, which makes it 黄 early.</summary>
    public bool BehindPlan { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The watch to wake when the row is changed; null if none watches.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When it was paused.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>The period that gives the last day now: the plan's at first, what was left after a pause, the granted day after an extension.</summary>
    public required Period Counting { get; init; }

    /// <summary>The day from which <see cref="Counting"/> counts.</summary>
    public required DateOnly CountedFrom { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Whether it was ended because its process was; then the trail says so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Dropped { get; init; }

    /// <summary>Whom notices reach beside whoever must act, as the directory had it at the last look; null while it is not overdue.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OverdueAudience? Audience { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Plan.Subject;

    /// <inheritdoc/>
    public string RowKey => Plan.Step.ToString();

    /// <summary>Whether it is over.</summary>
    [JsonIgnore]
    public bool IsClosed => State is DeadlineState.Done or DeadlineState.Cancelled;

    /// <summary>How it ended; null while it has not.</summary>
    [JsonIgnore]
    public DeadlineOutcome? Outcome =>
        ClosedAt is { } at ? new DeadlineOutcome(State, at, Deadline, DeadlineRules.DaysOverdue(Deadline, at)) : null;
}

/// <summary>
/// Lists the deadlines of a unit, and those of all units, in the order of their due instants. Table DeadlinesByUnit:
/// partition = unit or <c>*</c>, row = due instant (UTC), subject and step. Points to the row, which alone says what is true.
/// </summary>
public sealed record DeadlineByUnitRow : IRow
{
    /// <summary>The partition of all units together; no unit has this id.</summary>
    public const string AllUnits = "*";

    /// <inheritdoc/>
    public static string TableName => "DeadlinesByUnit";

    /// <summary>The unit.</summary>
    public required string Unit { get; init; }

    /// <summary>The due instant.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>The deadline's subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The deadline's step.</summary>
    public required DeadlineKey Step { get; init; }

    /// <summary>When the deadline was opened.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>Its watch, as it was when this was written: a sweep need not look at a deadline whose watch and owner run.</summary>
    public string? Watch { get; init; }

    /// <summary>Its owner, see <see cref="WatchPlan.Owner"/>.</summary>
    public string? Owner { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Unit;

    /// <inheritdoc/>
    public string RowKey => $"{KeyOf(Due)}|{Subject}|{Step}";

    /// <summary>How the row keys of an instant begin.</summary>
    public static string KeyOf(DateTimeOffset due) => $"{due.UtcDateTime:yyyyMMddHHmm}";

    /// <summary>The pointer to a deadline.</summary>
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

    /// <summary>The same pointer in the list of all units.</summary>
    public DeadlineByUnitRow OfAllUnits() => this with { Unit = AllUnits };
}

/// <summary>How a deadline is found.</summary>
public static class DeadlineTable
{
    /// <summary>A deadline of a subject; null if there is none.</summary>
    public static Task<Row<DeadlineRow>?> FindDeadlineAsync(this ITableStore tables, string subject, DeadlineKey key, CancellationToken cancellation = default) =>
        tables.FindAsync<DeadlineRow>(subject, key.ToString(), cancellation);
}
