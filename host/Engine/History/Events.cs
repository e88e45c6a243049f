using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine.History;

/// <summary>Makes the events of a history, in the protocol's own form.</summary>
internal static class Events
{
    /// <summary>What has no place in the order of the code's own actions.</summary>
    private const int NoId = -1;

    public static HistoryEvent OrchestratorStarted(DateTimeOffset at) => new() { EventId = NoId, Timestamp = Instant(at), OrchestratorStarted = new() };

    public static HistoryEvent OrchestratorCompleted(DateTimeOffset at) => new() { EventId = NoId, Timestamp = Instant(at), OrchestratorCompleted = new() };

    public static HistoryEvent Started(DateTimeOffset at, ExecutionStartedEvent started) =>
        new() { EventId = NoId, Timestamp = Instant(at), ExecutionStarted = started };

    public static HistoryEvent Completed(DateTimeOffset at, int id, ExecutionCompletedEvent completed) =>
        new() { EventId = id, Timestamp = Instant(at), ExecutionCompleted = completed };

    public static HistoryEvent Terminated(DateTimeOffset at, string? output, bool recursive) =>
        new() { EventId = NoId, Timestamp = Instant(at), ExecutionTerminated = new() { Input = output, Recurse = recursive } };

    public static HistoryEvent Suspended(DateTimeOffset at, string? reason) =>
        new() { EventId = NoId, Timestamp = Instant(at), ExecutionSuspended = new() { Input = reason } };

    public static HistoryEvent Resumed(DateTimeOffset at, string? reason) =>
        new() { EventId = NoId, Timestamp = Instant(at), ExecutionResumed = new() { Input = reason } };

    public static HistoryEvent Raised(DateTimeOffset at, string name, string? input) =>
        new() { EventId = NoId, Timestamp = Instant(at), EventRaised = new() { Name = name, Input = input } };

    public static HistoryEvent TaskEnded(DateTimeOffset at, int taskId, ActivityOutcome outcome) => outcome.Failure is { } failure
        ? new() { EventId = NoId, Timestamp = Instant(at), TaskFailed = new() { TaskScheduledId = taskId, FailureDetails = failure } }
        : new() { EventId = NoId, Timestamp = Instant(at), TaskCompleted = new() { TaskScheduledId = taskId, Result = outcome.Result } };

    public static HistoryEvent SubOrchestrationCompleted(DateTimeOffset at, int taskId, string? result) => new()
    {
        EventId = NoId,
        Timestamp = Instant(at),
        SubOrchestrationInstanceCompleted = new() { TaskScheduledId = taskId, Result = result },
    };

    public static HistoryEvent SubOrchestrationFailed(DateTimeOffset at, int taskId, TaskFailureDetails failure) => new()
    {
        EventId = NoId,
        Timestamp = Instant(at),
        SubOrchestrationInstanceFailed = new() { TaskScheduledId = taskId, FailureDetails = failure },
    };

    public static HistoryEvent TimerFired(DateTimeOffset at, int timerId, DateTimeOffset due) =>
        new() { EventId = NoId, Timestamp = Instant(at), TimerFired = new() { TimerId = timerId, FireAt = Instant(due) } };

    public static HistoryEvent Rewound(DateTimeOffset at, string? reason) =>
        new() { EventId = NoId, Timestamp = Instant(at), GenericEvent = new() { Data = reason } };

    /// <summary>The event that says that an action of the code was taken; null for one that ends the turn.</summary>
    public static HistoryEvent? Of(OrchestratorAction action, DateTimeOffset at, string? traceParent)
    {
        var taken = new HistoryEvent { EventId = action.Id, Timestamp = Instant(at) };
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                var task = action.ScheduleTask;
                taken.TaskScheduled = new()
                {
                    Name = task.Name,
                    Version = task.Version,
                    Input = task.Input,
                    ParentTraceContext = task.ParentTraceContext ?? Trace(traceParent),
                    Tags = { task.Tags },
                };
                return taken;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                taken.TimerCreated = new() { FireAt = action.CreateTimer.FireAt };
                return taken;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration:
                var child = action.CreateSubOrchestration;
                taken.SubOrchestrationInstanceCreated = new()
                {
                    InstanceId = child.InstanceId,
                    Name = child.Name,
                    Version = child.Version,
                    Input = child.Input,
                    ParentTraceContext = child.ParentTraceContext ?? Trace(traceParent),
                    Tags = { child.Tags },
                };
                return taken;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent:
                taken.EventSent = new() { InstanceId = action.SendEvent.Instance.InstanceId, Name = action.SendEvent.Name, Input = action.SendEvent.Data };
                return taken;
            default:
                return null;
        }
    }

    /// <summary>The activity that an event answers; -1 if it answers none.</summary>
    public static int AnsweredTask(HistoryEvent item) => item.EventTypeCase switch
    {
        HistoryEvent.EventTypeOneofCase.TaskCompleted => item.TaskCompleted.TaskScheduledId,
        HistoryEvent.EventTypeOneofCase.TaskFailed => item.TaskFailed.TaskScheduledId,
        _ => NoId,
    };

    public static TaskFailureDetails Failure(string type, string message, bool final = false) =>
        new() { ErrorType = type, ErrorMessage = message, IsNonRetriable = final };

    public static TraceContext? Trace(string? traceParent) => traceParent is null ? null : new() { TraceParent = traceParent };

    public static Timestamp Instant(DateTimeOffset at) => Timestamp.FromDateTimeOffset(at);
}
