using Dazhou.Serverless.ProblemCases;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Due date, state, light and status of a task; pure.</summary>
public static class TaskRules
{
    /// <summary>
    /// Returns the due date: the printed one, which no holiday moves, else the ledger's last day, 推定 (16号: 2023-12-31, 19号: 2025-12-31).
    /// </summary>
    public static (DateOnly Due, bool Presumed) DueOf(TaskDefinition task, DateOnly horizon) => task.Due is { } due ? (due, false) : (horizon, true);

    /// <summary>
    /// Returns the state of a task without acts. Whoever the document names has it as soon as the ledger starts: 各地各部门要主动认领任务
    /// (16号). Units behind a collective name get it when the coordinating office names them.
    /// </summary>
    public static TaskState Begin(TaskDefinition task, IReadOnlyList<string> lead, IReadOnlyList<string> units, string coordinator, DateOnly horizon)
    {
        var (due, presumed) = DueOf(task, horizon);
        // A collective lead, e.g. 行业主管部门, is no reason to let the first responsible unit compile: only a missing one is.
        var each = lead.Count == 0 && units.Count > 0 && !task.LeadPresumed && task.Collectives is not { Count: > 0 };
        var named = lead.Count > 0 || each || (task.LeadPresumed && units.Count > 0);
        return new()
        {
            Phase = named ? TaskPhase.Assigned : TaskPhase.Registered,
            Lead = lead,
            Units = units,
            Convener = each ? coordinator : null,
            Due = due,
            Presumed = presumed,
            Unresolved = task.Collectives is { Count: > 0 } || !named,
            Figures = [.. (task.Figures ?? []).Select(_ => (decimal?)null)],
        };
    }

    /// <summary>Folds acts into a state, in their order.</summary>
    public static TaskState Fold(TaskState begin, IEnumerable<(int Number, TaskAct Act)> acts) =>
        acts.Aggregate(begin, (state, act) => After(state, act.Number, act.Act) with { Acts = act.Number });

    /// <summary>Returns the state after one act.</summary>
    public static TaskState After(TaskState state, int number, TaskAct act) => act.Kind switch
    {
        TaskActKind.Resolved => Assigned(state with
        {
            Lead = Joined(state.Lead, act.Lead),
            Units = Joined(state.Units, (act.Units ?? []).Except(Joined(state.Lead, act.Lead), StringComparer.Ordinal)),
            Unresolved = false,
        }),
        TaskActKind.Signed => Signed(state, act.Unit!),
        TaskActKind.Reported when !ProblemRules.IsNone(act.Problems) => Reported(state, act) with { Problems = [.. state.Problems, number] },
        TaskActKind.Reported => Reported(state, act),
        TaskActKind.ReturnAsked or TaskActKind.ExtensionAsked => state with { Open = [.. state.Open, new(number, act.Kind, act.Unit!)] },
        TaskActKind.ReturnDecided => Returned(Decided(state, act), act),
        TaskActKind.ExtensionDecided => Decided(state, act) is var decided && act is { Agreed: true, Until: { } until }
            ? decided with { Due = until, Presumed = false }
            : decided,
        TaskActKind.Confirmed => Signed(state, act.Unit!) with { Confirmed = Joined(state.Confirmed, [act.Unit!]) },
        TaskActKind.Urged => state with { Urged = state.Urged + 1 },
        TaskActKind.Criticised => state with { Criticised = state.Criticised + 1 },
        TaskActKind.ClosingAsked => state with { Phase = TaskPhase.UnderReview },
        TaskActKind.ClosingRefused => state with { Phase = TaskPhase.Reported },
        TaskActKind.Closed => state with { Phase = TaskPhase.Closed, ClosedAt = act.At, Percent = 100 },
        TaskActKind.Reopened => state with
        {
            Phase = state.ReportedAt is null ? TaskPhase.Signed : TaskPhase.Reported,
            ClosedAt = null,
            Confirmed = [],
            Percent = Math.Min(state.Percent, 99),
            Reopened = state.Reopened + 1,
            Watch = state.Watch + 1,
            Due = act.Until is { } until ? until : state.Due,
            Presumed = act.Until is null && state.Presumed,
        },
        _ => state,
    };

    /// <summary>
    /// Returns the light at the end of a day: 红 after the due date, 黄 from <see cref="LedgerPolicy.YellowDays"/> before it or when
    /// 滞后, else 绿. A closed task is 绿.
    /// </summary>
    public static TaskLight LightOn(DateOnly today, TaskPhase phase, DateOnly due, int percent, DateOnly from, LedgerPolicy policy) =>
        phase == TaskPhase.Closed ? TaskLight.Green
        : today > due ? TaskLight.Red
        : due.DayNumber - today.DayNumber <= policy.YellowDays || IsBehind(today, due, percent, from, policy) ? TaskLight.Yellow
        : TaskLight.Green;

    /// <summary>
    /// Returns the status on a day: 已完成 when closed, 逾期 after the due date, 滞后 when the progress lies more than
    /// <see cref="LedgerPolicy.BehindPoints"/> behind the time that has passed, 推进中 once the compiling unit has reported, else 未启动.
    /// </summary>
    public static WorkStatus StatusOn(DateOnly today, TaskPhase phase, DateOnly due, int percent, DateOnly from, LedgerPolicy policy) =>
        phase == TaskPhase.Closed ? WorkStatus.Done
        : today > due ? WorkStatus.Overdue
        : IsBehind(today, due, percent, from, policy) ? WorkStatus.Behind
        : phase is TaskPhase.Reported or TaskPhase.UnderReview ? WorkStatus.InProgress
        : WorkStatus.NotStarted;

    /// <summary>Returns whether a figure has reached its target; 争创 as ≥.</summary>
    public static bool IsReached(TaskFigure figure, decimal value) => figure.Op switch
    {
        FigureDirection.AtMost => value <= figure.Value,
        FigureDirection.Exactly => value == figure.Value,
        _ => value >= figure.Value,
    };

    /// <summary>Returns the progress of a figure towards its target in percent; for ≤ and = only whether it is reached.</summary>
    public static int ProgressOf(TaskFigure figure, decimal value) =>
        IsReached(figure, value) ? 100
        : figure.Op is FigureDirection.AtMost or FigureDirection.Exactly || figure.Value == 0 ? 0
        : (int)Math.Clamp(value * 100 / figure.Value, 0, 99);

    private static bool IsBehind(DateOnly today, DateOnly due, int percent, DateOnly from, LedgerPolicy policy)
    {
        var whole = due.DayNumber - from.DayNumber;
        if (whole <= 0) return false;
        var passed = Math.Clamp(today.DayNumber - from.DayNumber, 0, whole);
        return (passed * 100 / whole) - percent > policy.BehindPoints;
    }

    private static TaskState Assigned(TaskState state) =>
        state.Phase == TaskPhase.Registered && state.Compiler is not null ? state with { Phase = TaskPhase.Assigned } : state;

    private static TaskState Signed(TaskState state, string unit) => state with
    {
        Signed = state.Signed.Contains(unit, StringComparer.Ordinal) ? state.Signed : [.. state.Signed, unit],
        Phase = state.Phase == TaskPhase.Assigned && unit == state.Compiler ? TaskPhase.Signed : state.Phase,
    };

    /// <summary>Only the compiling unit's report moves the task; those of others stand beside it. Who reports has taken the task.</summary>
    private static TaskState Reported(TaskState state, TaskAct act)
    {
        var signed = Signed(state, act.Unit!);
        return act.Unit != state.Compiler ? signed : signed with
        {
            Phase = signed.Phase is TaskPhase.UnderReview or TaskPhase.Closed ? signed.Phase : TaskPhase.Reported,
            Percent = act.Percent ?? state.Percent,
            Figures = act.Figures is null ? state.Figures : [.. state.Figures.Select((old, i) => i < act.Figures.Count ? act.Figures[i] ?? old : old)],
            ReportedAt = act.At,
            Confirmed = [],
        };
    }

    private static TaskState Decided(TaskState state, TaskAct act) => state with { Open = [.. state.Open.Where(open => open.Number != act.Answers)] };

    /// <summary>退办 agreed to: the other unit takes the place of the one that returned it, in the same role.</summary>
    private static TaskState Returned(TaskState state, TaskAct act)
    {
        if (act is not { Agreed: true, Unit: { } from }) return state;
        var wasCompiler = state.Compiler == from;
        var next = state with
        {
            Lead = Replaced(state.Lead, from, act.ToUnit),
            Units = Replaced(state.Units, from, act.ToUnit),
            Signed = [.. state.Signed.Where(unit => unit != from)],
        };
        next = next with { Units = [.. next.Units.Except(next.Lead, StringComparer.Ordinal)] };
        if (!wasCompiler) return next;
        next = next with { Watch = next.Watch + 1 };
        // Nobody was named instead: the coordinating office must first find a unit.
        if (act.ToUnit is null) return next with { Phase = TaskPhase.Registered, Unresolved = true };
        return next with { Phase = next.Signed.Contains(next.Compiler!, StringComparer.Ordinal) ? TaskPhase.Signed : TaskPhase.Assigned };
    }

    private static IReadOnlyList<string> Replaced(IReadOnlyList<string> units, string from, string? to) =>
        [.. units.Select(unit => unit == from ? to : unit).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static IReadOnlyList<string> Joined(IReadOnlyList<string> units, IEnumerable<string>? more) =>
        [.. units.Concat(more ?? []).Distinct(StringComparer.Ordinal)];
}
