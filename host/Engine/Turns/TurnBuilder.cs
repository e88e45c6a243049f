using Dazhou.DurableEngine.Commands;
using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Dazhou.DurableEngine.Telemetry;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine;

/// <summary>Has the orchestrator run for one turn and makes the write that ends it.</summary>
internal static class TurnBuilder
{
    private const string NonDeterminism = "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException";

    public static async ValueTask<TurnCommand> RunAsync(
        InstanceActor actor, LocalEngine engine, InstanceRow row, InstanceState state, TurnIntake intake)
    {
        var now = Later(engine.Now, state.CurrentTime);
        using var span = EngineTelemetry.StartTurn(row.Name, row.Id);
        var news = new List<HistoryEvent>(intake.Events.Count + 6) { Events.OrchestratorStarted(now) };
        news.AddRange(intake.Events);
        var response = End(row, engine, intake) ?? await ExecuteAsync(engine, row, state, news);
        EngineTelemetry.TurnDone(row.Name, intake.Timers);

        var actions = new List<HistoryEvent>(response.Actions.Count);
        OrchestratorAction? end = null;
        foreach (var action in response.Actions)
        {
            if (action.OrchestratorActionTypeCase == OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration)
            {
                end = action;
            }
            else if (Events.Of(action, now, span?.Id) is { } taken)
            {
                actions.Add(taken);
            }
            else
            {
                end = Failed($"Orchestrator '{row.Name}' asked for {action.OrchestratorActionTypeCase}, which this engine does not do (entities are not served).");
            }
        }

        if (end?.CompleteOrchestration.FailureDetails?.ErrorType == NonDeterminism)
        {
            // The code no longer fits its history: what it asked for belongs to another life.
            actions.Clear();
        }

        if (PayloadLimit.FindExcess(response, engine.Options.MaximumPayloadBytes) is { } excess)
        {
            actions.Clear();
            end = Failed(excess);
        }

        return end?.CompleteOrchestration.OrchestrationStatus == OrchestrationStatus.ContinuedAsNew
            ? ContinueAsNew(actor, row, state, intake, response, end.CompleteOrchestration, actions, now)
            : Continue(actor, engine, row, state, intake, response, end, news, actions, now);
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

    /// <summary>The write that ends an instance whose history is damaged; whoever started it gets no answer, for its name is not known.</summary>
    public static TurnCommand Terminate(InstanceActor actor, InstanceRow row, HistoryEvent request, DateTimeOffset now) => new(actor)
    {
        Before = row,
        After = row with
        {
            Status = InstanceStatus.Terminated,
            UpdatedAt = now,
            CompletedAt = now,
            NextDue = null,
            HasOpenTasks = false,
            HistoryRows = row.HistoryRows + 1,
        },
        History =
        [
            Events.OrchestratorStarted(now),
            request,
            Events.Completed(now, -1, new() { OrchestrationStatus = OrchestrationStatus.Terminated, Result = request.ExecutionTerminated.Input }),
            Events.OrchestratorCompleted(now),
        ],
        ConsumedMessages = [],
        ConsumedResults = [],
        Actions = [],
    };

    /// <summary>An end that needs no code: the instance was terminated, or this worker must not run its version.</summary>
    private static OrchestratorResponse? End(InstanceRow row, LocalEngine engine, TurnIntake intake)
    {
        if (intake.Termination is { } termination)
        {
            return new()
            {
                Actions =
                {
                    new OrchestratorAction
                    {
                        Id = -1,
                        CompleteOrchestration = new() { OrchestrationStatus = OrchestrationStatus.Terminated, Result = termination.Input },
                    },
                },
            };
        }

        return VersionGate.Check(row.Version, engine.Options.Versioning) is { } mismatch
            ? new() { Actions = { Failed(mismatch) } }
            : null;
    }

    private static async ValueTask<OrchestratorResponse> ExecuteAsync(
        LocalEngine engine, InstanceRow row, InstanceState state, List<HistoryEvent> news)
    {
        var info = new TurnInfo(row.Id, row.Name, row.Version);
        var response = await engine.Turns.RunAsync(TurnRequests.Make(engine, row, state, state.Past, news), info, engine.Killed);
        if (!response.RequiresHistory)
        {
            return response;
        }

        // The executor let go of what it held; the history alone brings it back.
        return await engine.Turns.RunAsync(TurnRequests.Make(engine, row, state, engine.Store.ReadPast(row.Key), news), info, engine.Killed);
    }

    private static TurnCommand Continue(
        InstanceActor actor, LocalEngine engine, InstanceRow row, InstanceState state, TurnIntake intake, OrchestratorResponse response,
        OrchestratorAction? end, List<HistoryEvent> history, List<HistoryEvent> actions, DateTimeOffset now)
    {
        history.AddRange(actions);
        var completion = end?.CompleteOrchestration;
        if (completion is not null)
        {
            history.Add(Events.Completed(now, end!.Id, new()
            {
                OrchestrationStatus = completion.OrchestrationStatus,
                Result = completion.Result,
                FailureDetails = completion.FailureDetails,
            }));
        }

        history.Add(Events.OrchestratorCompleted(now));
        // Judged by the history as the executor got it. A commit that fails makes the engine forget the state, and this with it.
        var isHeld = TurnRequests.MayHold(engine, state);
        state.Apply(history);
        if (isHeld)
        {
            state.Hold();
        }

        var after = row with
        {
            Status = completion is not null ? (InstanceStatus)completion.OrchestrationStatus
                : intake.IsSuspended ? InstanceStatus.Suspended : InstanceStatus.Running,
            UpdatedAt = now,
            CompletedAt = completion is null ? null : now,
            NextDue = completion is not null || intake.IsSuspended ? null : state.NextDue,
            HasOpenTasks = state.OpenActivities.Count > 0,
            HistoryRows = row.HistoryRows + 1,
            CustomStatus = response.CustomStatus ?? row.CustomStatus,
            Failure = completion?.FailureDetails,
        };
        return new TurnCommand(actor)
        {
            Before = row,
            After = after,
            History = history,
            ConsumedMessages = intake.Messages,
            ConsumedResults = intake.Results,
            Actions = actions,
            ToParent = completion is null ? null : AnswerParent(row, state, completion, now),
            ChildrenToTerminate = intake.Termination is { Recurse: true } ? Children(engine, row) : [],
        };
    }

    private static TurnCommand ContinueAsNew(
        InstanceActor actor, InstanceRow row, InstanceState state, TurnIntake intake, OrchestratorResponse response,
        CompleteOrchestrationAction next, List<HistoryEvent> actions, DateTimeOffset now)
    {
        // A first turn may end so, too: then the start is among what it took in.
        var started = (state.Started ?? intake.Events.First(item => item.ExecutionStarted is not null)).ExecutionStarted.Clone();
        var after = row with
        {
            Status = intake.IsSuspended ? InstanceStatus.Suspended : InstanceStatus.Running,
            UpdatedAt = now,
            NextDue = null,
            HasOpenTasks = false,
            HistoryRows = 0,
            Generation = row.Generation + 1,
            Version = next.NewVersion ?? row.Version,
            CustomStatus = response.CustomStatus ?? row.CustomStatus,
        };
        started.Input = next.Result;
        started.Version = after.Version;
        started.ScheduledStartTimestamp = null;
        started.OrchestrationInstance = new() { InstanceId = row.Id, ExecutionId = after.ExecutionId };

        // What the code sends to itself is what it preserves of the events that nobody waited for.
        var own = actions.Where(action => action.EventSent?.InstanceId == row.Id).ToList();
        return new TurnCommand(actor)
        {
            Before = row,
            After = after,
            History = [],
            ConsumedMessages = intake.Messages,
            ConsumedResults = intake.Results,
            Actions = [.. actions.Except(own)],
            ToSelf =
            [
                Events.Started(now, started),
                .. own.Select(action => Events.Raised(now, action.EventSent.Name, action.EventSent.Input)),
                .. next.CarryoverEvents.Select(item => Carried(item, now)),
            ],
            ToSelfBefore = Math.Min(0, intake.FirstHeld),
        };
    }

    private static HistoryEvent Carried(HistoryEvent item, DateTimeOffset now)
    {
        item.Timestamp ??= Events.Instant(now);
        return item;
    }

    private static Answer? AnswerParent(InstanceRow row, InstanceState state, CompleteOrchestrationAction completion, DateTimeOffset now)
    {
        if (state.Started?.ExecutionStarted.ParentInstance is not { } parent)
        {
            return null;
        }

        var answer = completion.OrchestrationStatus == OrchestrationStatus.Completed
            ? Events.SubOrchestrationCompleted(now, parent.TaskScheduledId, completion.Result)
            : Events.SubOrchestrationFailed(
                now,
                parent.TaskScheduledId,
                completion.FailureDetails ?? Events.Failure("Terminated", $"The sub-orchestration '{row.Id}' was terminated."));
        return new(parent.OrchestrationInstance.InstanceId, ExecutionIds.Generation(parent.OrchestrationInstance.ExecutionId), answer);
    }

    private static IReadOnlyList<string> Children(LocalEngine engine, InstanceRow row) =>
        [.. engine.Store
            .Query(new InstanceFilter { ParentId = row.Id, Limit = int.MaxValue })
            .Where(child => !child.Status.IsTerminal())
            .Select(child => child.Id)];

    private static OrchestratorAction Failed(string message) =>
        Failed(Events.Failure(typeof(InvalidOperationException).FullName!, message, final: true));

    private static OrchestratorAction Failed(TaskFailureDetails failure) => new()
    {
        Id = -1,
        CompleteOrchestration = new() { OrchestrationStatus = OrchestrationStatus.Failed, FailureDetails = failure },
    };

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
