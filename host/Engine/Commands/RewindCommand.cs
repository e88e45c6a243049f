using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine.Commands;

/// <summary>
/// What becomes of a failed instance when it is rewound: its last turn never was, and failures that nothing has reacted to yet
/// never came, so that their activities and sub-orchestrations are asked once more.
/// </summary>
/// <param name="Before">the instance as it failed</param>
/// <param name="Kept">the history that stays</param>
/// <param name="Again">what the undone turn had taken in, to be taken in again</param>
internal sealed record RewindPlan(InstanceRow Before, IReadOnlyList<HistoryEvent> Kept, IReadOnlyList<HistoryEvent> Again)
{
    /// <summary>Plans for an instance and for the failed sub-orchestrations that it waits for again, the outermost first.</summary>
    public static IReadOnlyList<RewindPlan> For(IOrchestrationStore store, string id)
    {
        var plans = new List<RewindPlan>();
        Collect(store, id, plans);
        return plans;
    }

    /// <summary>The row after the rewind.</summary>
    public InstanceRow After()
    {
        var state = new InstanceState();
        state.Apply(Kept);
        return Before with
        {
            Status = InstanceStatus.Running,
            CompletedAt = null,
            NextDue = state.NextDue,
            HasOpenTasks = state.OpenActivities.Count > 0,
            HistoryRows = 1,
            Failure = null,
        };
    }

    private static void Collect(IOrchestrationStore store, string id, List<RewindPlan> plans)
    {
        if (store.Find(id) is not { Status: InstanceStatus.Failed } row)
        {
            return;
        }

        var history = store.ReadPast(row.Key);
        var turns = Turns(history);
        var failedChildren = new HashSet<int>();
        var kept = new List<HistoryEvent>();
        foreach (var turn in turns.SkipLast(1))
        {
            // A failure in a turn that asked for nothing is one that the code still gathers; one that it reacted to stays.
            var isQuiet = !turn.Any(IsAction);
            kept.AddRange(turn.Where(item => !(isQuiet && IsFailure(item, failedChildren))));
        }

        var again = turns.Count == 0 ? [] : turns[^1].Where(item => !IsFailure(item, failedChildren) && IsIncoming(item)).ToList();
        plans.Add(new(row, kept, again));
        foreach (var child in history.Where(item => item.SubOrchestrationInstanceCreated is not null && failedChildren.Contains(item.EventId)))
        {
            Collect(store, child.SubOrchestrationInstanceCreated.InstanceId, plans);
        }
    }

    private static List<List<HistoryEvent>> Turns(IReadOnlyList<HistoryEvent> history)
    {
        var turns = new List<List<HistoryEvent>>();
        foreach (var item in history)
        {
            if (item.OrchestratorStarted is not null || turns.Count == 0)
            {
                turns.Add([]);
            }

            turns[^1].Add(item);
        }

        return turns;
    }

    private static bool IsFailure(HistoryEvent item, HashSet<int> children)
    {
        if (item.SubOrchestrationInstanceFailed is { } child)
        {
            children.Add(child.TaskScheduledId);
        }

        return item.TaskFailed is not null || item.SubOrchestrationInstanceFailed is not null;
    }

    private static bool IsAction(HistoryEvent item) => item.EventTypeCase
        is HistoryEvent.EventTypeOneofCase.TaskScheduled
        or HistoryEvent.EventTypeOneofCase.TimerCreated
        or HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCreated
        or HistoryEvent.EventTypeOneofCase.EventSent;

    private static bool IsIncoming(HistoryEvent item) => item.EventTypeCase
        is HistoryEvent.EventTypeOneofCase.ExecutionStarted
        or HistoryEvent.EventTypeOneofCase.TaskCompleted
        or HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCompleted
        or HistoryEvent.EventTypeOneofCase.TimerFired
        or HistoryEvent.EventTypeOneofCase.EventRaised
        or HistoryEvent.EventTypeOneofCase.ExecutionSuspended
        or HistoryEvent.EventTypeOneofCase.ExecutionResumed;
}

/// <summary>Rewinds a failed instance and its failed sub-orchestrations in one write.</summary>
internal sealed class RewindCommand(LocalEngine engine, IReadOnlyList<RewindPlan> plans) : ClientCommand(engine)
{
    /// <summary>Whether it was done; not when one of the instances is no longer as it was when the plans were made.</summary>
    public bool Rewound { get; private set; }

    public override void Apply(IStoreTransaction transaction)
    {
        Rewound = plans.Count > 0 && plans.All(plan => transaction.Find(plan.Before.Id) == plan.Before);
        if (!Rewound)
        {
            return;
        }

        foreach (var plan in plans)
        {
            transaction.Update(plan.After(), plan.Before.Generation);
            transaction.DeleteHistory(plan.Before.Key);
            transaction.AppendHistory(plan.Before.Key, 0, plan.Kept);
            foreach (var item in plan.Again)
            {
                transaction.AddMessage(plan.Before.Key, item);
            }
        }
    }

    protected override void OnCommitted()
    {
        if (Rewound)
        {
            foreach (var plan in plans)
            {
                Engine.Reload(plan.Before.Id);
            }
        }
    }
}
