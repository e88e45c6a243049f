using Dazhou.DurableEngine;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Orchestrations.Tests.Histories;

/// <summary>
/// Holds a recorded history against today's code, by the real replayer: turn by turn, as an instance lives, and once as a whole,
/// as an instance is brought back to life after a restart.
/// </summary>
internal static class HistoryReplay
{
    /// <summary>Why an instance with this history could not go on today; null if it could.</summary>
    public static string? FindBreak(RecordedHistory history)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        using var executor = new InProcessExecutor(
            new FunctionTasks(typeof(Dazhou.Serverless.Approvals.Approval).Assembly),
            services,
            Options.Create(new DurableTaskWorkerOptions { DataConverter = FunctionsDataConverter.Instance }),
            NullLoggerFactory.Instance);
        var turns = Turn.Of(history.Events);
        return turns.Select((turn, number) => Compare(history, turn, Run(executor, history, number == 0 ? [] : null, turn))).FirstOrDefault(reason => reason is not null)
            ?? Compare(history, turns[^1], Run(executor, history, [.. turns.SkipLast(1).SelectMany(turn => turn.Events)], turns[^1]));
    }

    private static OrchestratorResponse Run(InProcessExecutor executor, RecordedHistory history, IReadOnlyList<HistoryEvent>? past, Turn turn)
    {
        var request = new OrchestratorRequest
        {
            InstanceId = history.InstanceId,
            PastEvents = { past ?? [] },
            NewEvents = { turn.Incoming },
            Properties =
            {
                ["IsExtendedSession"] = Value.ForBool(true),
                ["IncludeState"] = Value.ForBool(past is not null),
                ["ExtendedSessionIdleTimeoutInSeconds"] = Value.ForNumber(executor.SessionIdleTimeout.TotalSeconds),
            },
        };
        return executor.RunAsync(request, new TurnInfo(history.InstanceId, history.Name, history.Version), CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Held against the record: what the code asks for in this turn, and how it ends in it.</summary>
    private static string? Compare(RecordedHistory history, Turn turn, OrchestratorResponse response)
    {
        var end = response.Actions.Select(action => action.CompleteOrchestration).LastOrDefault(action => action is not null);
        if (end is { OrchestrationStatus: OrchestrationStatus.Failed } && turn.End?.OrchestrationStatus != OrchestrationStatus.Failed)
            return $"'{history.Name}' fails: {end.FailureDetails.ErrorMessage}";

        var asked = response.Actions.Where(action => action.CompleteOrchestration is null).Select(Describe).ToList();
        var recorded = turn.Actions.Select(Describe).ToList();
        var length = Math.Max(asked.Count, recorded.Count);
        for (var i = 0; i < length; i++)
        {
            var (today, then) = (asked.ElementAtOrDefault(i) ?? "nothing", recorded.ElementAtOrDefault(i) ?? "nothing");
            if (today != then) return $"'{history.Name}' asks for {today} where its history has {then}.";
        }

        return (end?.OrchestrationStatus, turn.End?.OrchestrationStatus) switch
        {
            var (today, then) when today == then => null,
            (null, var then) => $"'{history.Name}' does not come to its end: {then}.",
            var (today, then) => $"'{history.Name}' ends as {today} and not as {then?.ToString() ?? "one that goes on"}.",
        };
    }

    private static string Describe(OrchestratorAction action) => action.OrchestratorActionTypeCase switch
    {
        OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask => $"activity '{action.ScheduleTask.Name}' #{action.Id}",
        OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration =>
            $"orchestration '{action.CreateSubOrchestration.Name}' as {action.CreateSubOrchestration.InstanceId} #{action.Id}",
        OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer => $"timer at {action.CreateTimer.FireAt} #{action.Id}",
        OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent => $"event '{action.SendEvent.Name}' to {action.SendEvent.Instance.InstanceId} #{action.Id}",
        var other => $"{other} #{action.Id}",
    };

    private static string Describe(HistoryEvent item) => item.EventTypeCase switch
    {
        HistoryEvent.EventTypeOneofCase.TaskScheduled => $"activity '{item.TaskScheduled.Name}' #{item.EventId}",
        HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCreated =>
            $"orchestration '{item.SubOrchestrationInstanceCreated.Name}' as {item.SubOrchestrationInstanceCreated.InstanceId} #{item.EventId}",
        HistoryEvent.EventTypeOneofCase.TimerCreated => $"timer at {item.TimerCreated.FireAt} #{item.EventId}",
        HistoryEvent.EventTypeOneofCase.EventSent => $"event '{item.EventSent.Name}' to {item.EventSent.InstanceId} #{item.EventId}",
        var other => $"{other} #{item.EventId}",
    };

    /// <summary>One turn of a history.</summary>
    private sealed record Turn(IReadOnlyList<HistoryEvent> Events)
    {
        public IEnumerable<HistoryEvent> Actions => Events.Where(IsAction);

        public IEnumerable<HistoryEvent> Incoming =>
            Events.Where(item => !IsAction(item) && item.ExecutionCompleted is null && item.OrchestratorCompleted is null);

        public ExecutionCompletedEvent? End => Events.Select(item => item.ExecutionCompleted).FirstOrDefault(item => item is not null);

        public static IReadOnlyList<Turn> Of(IReadOnlyList<HistoryEvent> events)
        {
            var turns = new List<List<HistoryEvent>>();
            foreach (var item in events)
            {
                if (item.OrchestratorStarted is not null) turns.Add([]);
                turns[^1].Add(item);
            }

            return [.. turns.Select(turn => new Turn(turn))];
        }

        private static bool IsAction(HistoryEvent item) => item.EventTypeCase
            is HistoryEvent.EventTypeOneofCase.TaskScheduled
            or HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCreated
            or HistoryEvent.EventTypeOneofCase.TimerCreated
            or HistoryEvent.EventTypeOneofCase.EventSent;
    }
}
