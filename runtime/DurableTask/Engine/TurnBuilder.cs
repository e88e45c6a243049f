using Dazhou.LocalRuntime.Commands;
using Dazhou.LocalRuntime.History;
using Dazhou.LocalRuntime.Replay;
using Dazhou.LocalRuntime.Stores;
using Dazhou.LocalRuntime.Telemetry;

namespace Dazhou.LocalRuntime;

/// <summary>Runs the orchestrator for one turn and makes the write that ends it.</summary>
internal static class TurnBuilder
{
    public static TurnCommand Build(
        InstanceActor actor, LocalEngine engine, InstanceRow row, OrchestrationSession session, TurnIntake intake, bool awaitedForeignTask)
    {
        var now = Later(engine.Now, session.CurrentTime);
        using var span = RuntimeTelemetry.StartTurn(row.Name, row.Id);
        var history = new List<HistoryEvent>(intake.Events.Count + 6) { new OrchestratorStarted(now) };
        history.AddRange(intake.Events);
        if (VersionGate.Check(row.Version, engine.WorkerOptions.Versioning) is { } mismatch)
        {
            session.Complete(InstanceStatus.Failed, null, mismatch);
        }
        else if (awaitedForeignTask)
        {
            session.Complete(InstanceStatus.Failed, null, ForeignTask(row));
        }

        session.RunTurn(history);
        if (session.WaitsForNothing)
        {
            session.Complete(InstanceStatus.Failed, null, ForeignTask(row));
        }

        history.AddRange(session.Actions);
        var completion = session.Completion;
        RuntimeTelemetry.TurnDone(row.Name, intake.Timers);
        if (completion?.Status == InstanceStatus.ContinuedAsNew)
        {
            return ContinueAsNew(actor, row, session, intake, now);
        }

        if (completion is not null)
        {
            history.Add(completion);
        }

        history.Add(new OrchestratorCompleted(now));
        var after = row with
        {
            Status = completion?.Status ?? (intake.IsSuspended ? InstanceStatus.Suspended : InstanceStatus.Running),
            UpdatedAt = now,
            CompletedAt = completion is null ? null : now,
            NextDue = completion is not null || intake.IsSuspended ? null : session.NextDue,
            HasOpenTasks = session.OpenActivities.Count > 0,
            HistoryRows = row.HistoryRows + 1,
            CustomStatus = session.CustomStatus ?? row.CustomStatus,
            Failure = completion?.Failure,
        };
        return new TurnCommand(actor)
        {
            Before = row,
            After = after,
            History = history,
            ConsumedMessages = intake.Messages,
            ConsumedResults = intake.Results,
            Actions = [.. session.Actions],
            ToParent = completion is null ? null : AnswerParent(session, completion),
            ChildrenToTerminate = Children(engine, row, intake),
        };
    }

    /// <summary>The write that says that the last activity of an ended instance has run.</summary>
    public static TurnCommand Close(InstanceActor actor, InstanceRow row) => new(actor)
    {
        Before = row,
        After = row with { HasOpenTasks = false, HistoryRows = row.HistoryRows + 1 },
        History = [],
        ConsumedMessages = [],
        ConsumedResults = [],
        Actions = [],
    };

    private static TurnCommand ContinueAsNew(
        InstanceActor actor, InstanceRow row, OrchestrationSession session, TurnIntake intake, DateTimeOffset now)
    {
        var next = session.Next!;
        var toSelf = new List<HistoryEvent>
        {
            session.Started with { Timestamp = now, Input = next.Input, Version = next.Version, ScheduledStart = null },
        };
        if (next.PreserveUnprocessedEvents)
        {
            toSelf.AddRange(session.Events.Unprocessed.Select(item => new EventRaised(now, item.Name, item.Input)));
        }

        // What came after ContinueAsNew was asked for belongs to the next generation in any case.
        toSelf.AddRange(session.Unapplied.Where(item =>
            item is EventRaised or ExecutionTerminated or ExecutionSuspended or ExecutionResumed));
        return new TurnCommand(actor)
        {
            Before = row,
            After = row with
            {
                Status = intake.IsSuspended ? InstanceStatus.Suspended : InstanceStatus.Running,
                UpdatedAt = now,
                NextDue = null,
                HasOpenTasks = false,
                HistoryRows = 0,
                Generation = row.Generation + 1,
                Version = next.Version,
                CustomStatus = session.CustomStatus ?? row.CustomStatus,
            },
            History = [],
            ConsumedMessages = intake.Messages,
            ConsumedResults = intake.Results,
            Actions = [.. session.Actions],
            ToSelf = toSelf,
            ToSelfBefore = Math.Min(0, intake.FirstHeld),
        };
    }

    private static (string InstanceId, HistoryEvent Message)? AnswerParent(OrchestrationSession session, ExecutionCompleted completion)
    {
        if (!session.HasStarted || session.Started.Parent is not { } parent)
        {
            return null;
        }

        HistoryEvent answer = completion.Status == InstanceStatus.Completed
            ? new SubOrchestrationInstanceCompleted(completion.Timestamp, parent.TaskScheduledId, parent.Generation, completion.Result)
            : new SubOrchestrationInstanceFailed(
                completion.Timestamp,
                parent.TaskScheduledId,
                parent.Generation,
                completion.Failure ?? new Failure("Terminated", $"The sub-orchestration '{session.InstanceId}' was terminated."));
        return (parent.InstanceId, answer);
    }

    private static IReadOnlyList<string> Children(LocalEngine engine, InstanceRow row, TurnIntake intake) =>
        intake.Events.Exists(item => item is ExecutionTerminated { Recursive: true })
            ? [.. engine.Store
                .Query(new InstanceFilter { ParentId = row.Id, Limit = int.MaxValue })
                .Where(child => !child.Status.IsTerminal())
                .Select(child => child.Id)]
            : [];

    private static Failure ForeignTask(InstanceRow row) => Failure.From(new InvalidOperationException(
        $"Orchestrator '{row.Name}' awaited a task that is not of its context (such as Task.Delay, Task.Run or I/O) or used ConfigureAwait(false); a replay cannot reproduce it."));

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
