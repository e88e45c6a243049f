using Dazhou.LocalRuntime.History;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging;

namespace Dazhou.LocalRuntime.Replay;

/// <summary>What a session needs to know of its surroundings.</summary>
internal sealed record SessionEnvironment(
    IDurableTaskFactory Factory,
    IServiceProvider Services,
    DurableTaskWorkerOptions Options,
    ILoggerFactory LoggerFactory,
    int MaximumPayloadBytes);

/// <summary>
/// One execution of an orchestrator: code that runs against its history. Past events are replayed, new events
/// are applied, and what the code then asks for is collected as <see cref="Actions"/>.
/// </summary>
/// <remarks>
/// Not thread-safe: the engine gives a session one turn at a time. A session may be dropped at any moment
/// between turns and made again from history.
/// </remarks>
internal sealed partial class OrchestrationSession
{
    private readonly SessionEnvironment _environment;
    private readonly TurnScheduler _scheduler;
    private readonly Dictionary<int, OpenTask> _open = [];
    private readonly Dictionary<int, DateTimeOffset> _timers = [];
    private readonly Dictionary<int, TaskScheduled> _openActivities = [];
    private readonly Queue<ActionEvent> _unconfirmed = new();
    private readonly List<ActionEvent> _actions = [];
    private readonly List<HistoryEvent> _unapplied = [];
    private ReplayContext? _context;
    private Task<object?>? _run;
    private int _nextId;

    public OrchestrationSession(string instanceId, SessionEnvironment environment, Action foreignContinuation)
    {
        InstanceId = instanceId;
        _environment = environment;
        _scheduler = new TurnScheduler(foreignContinuation);
        Events = new ExternalEvents(environment.Options.DataConverter);
    }

    public string InstanceId { get; }

    public DurableTaskWorkerOptions Options => _environment.Options;

    public int MaximumPayloadBytes => _environment.MaximumPayloadBytes;

    public ExecutionStarted Started { get; private set; } = null!;

    public bool HasStarted => Started is not null;

    public DateTimeOffset CurrentTime { get; private set; }

    public bool IsReplaying { get; private set; }

    public ExternalEvents Events { get; }

    public string? CustomStatus { get; set; }

    public NextGeneration? Next { get; set; }

    /// <summary>Whether the code has started, has not ended on its own thread and waits for nothing that a history could bring.</summary>
    public bool WaitsForNothing => _run is not null && Completion is null && _open.Count == 0 && !Events.HasWaiters;

    /// <summary>What the code asked for in the last turn, in its order.</summary>
    public IReadOnlyList<ActionEvent> Actions => _actions;

    /// <summary>Events that came after the end or after ContinueAsNew was asked for; the next generation takes them.</summary>
    public IReadOnlyList<HistoryEvent> Unapplied => _unapplied;

    /// <summary>Activities whose results are still out.</summary>
    public IReadOnlyDictionary<int, TaskScheduled> OpenActivities => _openActivities;

    /// <summary>Timers that have not fired, by their ids.</summary>
    public IReadOnlyDictionary<int, DateTimeOffset> Timers => _timers;

    /// <summary>How the orchestration ended, once it has; <see cref="InstanceStatus.ContinuedAsNew"/> when it goes on anew.</summary>
    public ExecutionCompleted? Completion { get; private set; }

    public DateTimeOffset? NextDue
    {
        get
        {
            DateTimeOffset? next = null;
            foreach (var due in _timers.Values)
            {
                next = next is null || due < next ? due : next;
            }

            return next;
        }
    }

    /// <summary>Applies history that is already stored.</summary>
    public void Replay(IReadOnlyList<HistoryEvent> history)
    {
        IsReplaying = true;
        _scheduler.Run(Apply, history);
    }

    /// <summary>Applies the new events of one turn and collects what the code asks for.</summary>
    public void RunTurn(IReadOnlyList<HistoryEvent> events)
    {
        IsReplaying = false;
        _actions.Clear();
        _scheduler.Run(Apply, events);
        _actions.AddRange(_unconfirmed);
        _unconfirmed.Clear();
        foreach (var action in _actions)
        {
            Confirmed(action);
        }
    }

    public void CheckThread()
    {
        if (!_scheduler.IsCurrent)
        {
            throw new InvalidOperationException(
                "An orchestrator may use its context only on its own thread: it must await nothing but tasks of the context, and not Task.Run, Task.Delay or I/O, and never with ConfigureAwait(false).");
        }
    }

    public Task<string?> Schedule(string name, Func<int, ActionEvent> create)
    {
        CheckThread();
        var id = _nextId++;
        var task = new OpenTask(name);
        _open.Add(id, task);
        _unconfirmed.Enqueue(create(id));
        return task.Task;
    }

    public Task ScheduleTimer(DateTimeOffset fireAt, CancellationToken cancellationToken)
    {
        CheckThread();
        var id = _nextId++;
        var task = new OpenTask("timer");
        _open.Add(id, task);
        _unconfirmed.Enqueue(new TimerCreated(CurrentTime, id, fireAt));
        if (cancellationToken.CanBeCanceled)
        {
            // The timer itself stays in the history and fires unheard, as in the Durable Task Framework,
            // but it no longer holds up the end of the orchestration.
            cancellationToken.Register(() =>
            {
                if (task.TrySetCanceled(cancellationToken))
                {
                    _open.Remove(id);
                }
            });
        }

        return task.Task;
    }

    public void Send(string instanceId, string eventName, string? payload)
    {
        CheckThread();
        _unconfirmed.Enqueue(new EventSent(CurrentTime, _nextId++, instanceId, eventName, payload));
    }

    private void Apply(IReadOnlyList<HistoryEvent> events)
    {
        foreach (var item in events)
        {
            // Code that has ended early is still held against the actions that its history goes on with.
            if (Completion is not null && item is not ActionEvent)
            {
                _unapplied.Add(item);
                continue;
            }

            try
            {
                Apply(item);
                _scheduler.Pump();
            }
            catch (NonDeterministicOrchestrationException exception)
            {
                Fail(exception);
                return;
            }

            CompleteIfFinished();
        }
    }

    private void Fail(NonDeterministicOrchestrationException exception)
    {
        // What the changed code asks for in place of its history must not happen.
        _unconfirmed.Clear();
        Complete(InstanceStatus.Failed, null, Failure.From(exception));
    }

    private void Apply(HistoryEvent item)
    {
        switch (item)
        {
            case OrchestratorStarted started:
                CurrentTime = started.Timestamp;
                break;
            case ExecutionStarted started:
                Start(started);
                break;
            case ActionEvent action:
                Confirm(action);
                break;
            case TaskCompleted completed:
                _openActivities.Remove(completed.TaskScheduledId);
                Take(completed.TaskScheduledId)?.TrySetResult(completed.Result);
                break;
            case TaskFailed failed:
                _openActivities.Remove(failed.TaskScheduledId);
                Take(failed.TaskScheduledId)?.TrySetException(new RemoteTaskFailure(failed.TaskScheduledId, failed.Failure));
                break;
            case SubOrchestrationInstanceCompleted completed:
                Take(completed.TaskScheduledId)?.TrySetResult(completed.Result);
                break;
            case SubOrchestrationInstanceFailed failed:
                Take(failed.TaskScheduledId)?.TrySetException(new RemoteTaskFailure(failed.TaskScheduledId, failed.Failure));
                break;
            case TimerFired fired:
                _timers.Remove(fired.TimerId);
                Take(fired.TimerId)?.TrySetResult(null);
                break;
            case EventRaised when Next is not null:
                _unapplied.Add(item);
                break;
            case EventRaised raised:
                Events.Raise(raised.Name, raised.Input);
                break;
            case ExecutionTerminated terminated:
                // What the code asked for in the same turn has not happened and no longer shall.
                _unconfirmed.Clear();
                Complete(InstanceStatus.Terminated, terminated.Output, null);
                break;
            case ExecutionCompleted completed:
                Completion = completed;
                break;
            default:
                break;
        }
    }

    private void Start(ExecutionStarted started)
    {
        Started = started;
        if (!_environment.Factory.TryCreateOrchestrator(started.Name, started.Version, _environment.Services, out var orchestrator))
        {
            Complete(InstanceStatus.Failed, null, new Failure(
                "OrchestratorTaskNotFound", $"No orchestrator named '{started.Name}' is registered.", IsNonRetriable: true));
            return;
        }

        _context = new ReplayContext(this, _environment.LoggerFactory);
        try
        {
            var input = Options.DataConverter.Deserialize(started.Input, orchestrator.InputType);
            _run = orchestrator.RunAsync(_context, input);
        }
        catch (Exception exception)
        {
            _run = Task.FromException<object?>(exception);
        }
    }

    private OpenTask? Take(int id) => _open.Remove(id, out var task) ? task : null;

    /// <summary>
    /// An orchestration ends when its code has returned and nothing it started is still open: as in the Durable Task Framework,
    /// an activity or a timer that nobody awaits keeps it running until it is done or cancelled.
    /// </summary>
    private void CompleteIfFinished()
    {
        if (Completion is not null || _open.Count > 0 || _run is not { IsCompleted: true } run)
        {
            return;
        }

        if (run.IsFaulted || run.IsCanceled)
        {
            var exception = run.Exception?.InnerException ?? new TaskCanceledException(run);
            Complete(InstanceStatus.Failed, null, Failure.From(exception));
        }
        else if (Next is not null)
        {
            Complete(InstanceStatus.ContinuedAsNew, null, null);
        }
        else
        {
            try
            {
                var output = Options.DataConverter.Serialize(run.Result);
                Complete(InstanceStatus.Completed, PayloadLimit.Check(output, MaximumPayloadBytes, "output"), null);
            }
            catch (Exception exception)
            {
                Complete(InstanceStatus.Failed, null, Failure.From(exception));
            }
        }
    }

    /// <summary>Ends the execution; whatever the code still waits for is left alone.</summary>
    public void Complete(InstanceStatus status, string? result, Failure? failure) =>
        Completion = new ExecutionCompleted(CurrentTime, status, result, failure);

    private sealed class OpenTask(string name) : TaskCompletionSource<string?>(name);
}
