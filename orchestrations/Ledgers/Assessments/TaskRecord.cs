namespace Dazhou.Serverless.Ledgers;

/// <summary>A task with all that happened to it, for the assessment.</summary>
/// <param name="Task">the task as its document has it</param>
/// <param name="Begin">its state before the first act</param>
/// <param name="Acts">its acts, in their order</param>
public sealed record AssessedTask(LedgerTaskRow Task, TaskState Begin, IReadOnlyList<TaskAct> Acts);

/// <summary>What counts of a task's acts in the assessment; pure.</summary>
internal sealed class TaskRecord
{
    private readonly Dictionary<(PointKind, string), int> _cases = [];
    private readonly Dictionary<string, DateOnly> _ownDone = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal?[]> _ownFigures = new(StringComparer.Ordinal);

    private TaskRecord(AssessedTask of) => (Of, State) = (of, of.Begin);

    public AssessedTask Of { get; }

    /// <summary>The state after the last act.</summary>
    public TaskState State { get; private set; }

    /// <summary>
    /// The day on which the compiling unit finished: that of 销号申请, since the time of the review is not the unit's, else that of 销号.
    /// Null while it is not finished, or was returned or reopened.
    /// </summary>
    public DateOnly? FinishedOn { get; private set; }

    /// <summary>Folds the acts of a task.</summary>
    public static TaskRecord From(AssessedTask task)
    {
        var record = new TaskRecord(task);
        for (var i = 0; i < task.Acts.Count; i++) record.Take(i + 1, task.Acts[i]);
        return record;
    }

    /// <summary>How often something is to be counted against a unit.</summary>
    public int CasesOf(PointKind kind, string unit) => _cases.GetValueOrDefault((kind, unit));

    /// <summary>The day on which a unit finished; where each does its own part, that of its own part if it is earlier.</summary>
    public DateOnly? DoneOn(string unit) =>
        State.Convener is not null && _ownDone.TryGetValue(unit, out var own) && !(FinishedOn < own) ? own : FinishedOn;

    /// <summary>The last values of the figures; where each does its own part, those of the unit.</summary>
    public IReadOnlyList<decimal?> FiguresOf(string unit) =>
        State.Convener is null ? State.Figures : _ownFigures.GetValueOrDefault(unit) ?? [];

    private void Take(int number, TaskAct act)
    {
        var day = ChinaTime.DayOf(act.At);
        switch (act.Kind)
        {
            case TaskActKind.Reported: Report(act, day); break;
            case TaskActKind.Criticised: Count(PointKind.Criticised, act.Unit); break;
            case TaskActKind.ClosingAsked: FinishedOn = day; break;
            case TaskActKind.ClosingRefused: Undo(PointKind.Returned); break;
            case TaskActKind.Closed: FinishedOn ??= day; break;
            case TaskActKind.Reopened: Undo(PointKind.Reopened); break;
            // Another unit begins anew.
            case TaskActKind.ReturnDecided when act.Agreed == true && act.Unit == State.Compiler: FinishedOn = null; break;
            default: break;
        }

        State = TaskRules.After(State, number, act);
    }

    private void Report(TaskAct act, DateOnly day)
    {
        if (act.Unit is not { } unit) return;
        if (act.Percent == 100) _ownDone.TryAdd(unit, day);
        else if (act.Percent is not null) _ownDone.Remove(unit);
        if (act.Figures is not { } values) return;
        var own = _ownFigures.GetValueOrDefault(unit) ?? new decimal?[Of.Task.Definition.Figures?.Count ?? 0];
        for (var i = 0; i < Math.Min(own.Length, values.Count); i++) own[i] = values[i] ?? own[i];
        _ownFigures[unit] = own;
    }

    private void Undo(PointKind kind)
    {
        Count(kind, State.Compiler);
        FinishedOn = null;
        if (kind == PointKind.Reopened) _ownDone.Clear();
    }

    private void Count(PointKind kind, string? unit)
    {
        if (unit is not null) _cases[(kind, unit)] = CasesOf(kind, unit) + 1;
    }
}
