using Dazhou.LocalRuntime.Commands;
using Dazhou.LocalRuntime.History;
using Dazhou.LocalRuntime.Replay;
using Dazhou.LocalRuntime.Stores;
using Microsoft.Extensions.Logging;

namespace Dazhou.LocalRuntime;

/// <summary>
/// An instance that is awake: it gathers messages, activity results and due timers, and takes one turn at a time.
/// It exists only while there is something to do, or as one of the few kept ready.
/// </summary>
internal sealed class InstanceActor(LocalEngine engine, string id) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly List<StoredMessage> _mail = [];
    private readonly List<ActivityResult> _results = [];
    private InstanceRow? _row;
    private OrchestrationSession? _session;
    private long _loadedUpTo;
    private int? _foreignIn;
    private bool _mailIsComplete;
    private bool _wanted;
    private bool _scheduled;
    private bool _retired;
    private int _runningActivities;
    private int _failures;

    public string Id => id;

    /// <summary>Whether the instance is among those whose timers the pump has woken.</summary>
    public bool ClaimedByTimers { get; set; }

    /// <summary>Whether the next turn would gain from what is in memory.</summary>
    public bool IsWorthKeeping
    {
        get
        {
            lock (_gate)
            {
                return _session is not null && _runningActivities == 0 && engine.Options.CachedInstances > 0;
            }
        }
    }

    /// <summary>Takes a message that is already stored; false when the actor has retired and another must be made.</summary>
    public bool Deliver(Delivery delivery)
    {
        lock (_gate)
        {
            if (_retired)
            {
                return false;
            }

            if (delivery.Message.Sequence <= _loadedUpTo)
            {
                // It was read from the store before word of it came here.
                return true;
            }

            if (delivery.Created is { } created)
            {
                // A new instance has no history and no other mail: nothing needs to be read.
                Forget();
                _mail.Clear();
                _row = created;
                _mailIsComplete = true;
            }

            _mail.Add(delivery.Message);
            Schedule();
            return true;
        }
    }

    public void DeliverResult(ActivityResult result)
    {
        lock (_gate)
        {
            _runningActivities--;
            _results.Add(result);
            Schedule();
        }
    }

    /// <summary>Notes that the code of a generation was called back by a task that no history can replay; false when retired.</summary>
    public bool NoteForeignTask(int generation)
    {
        lock (_gate)
        {
            if (_retired)
            {
                return false;
            }

            _foreignIn = generation;
            Schedule();
            return true;
        }
    }

    /// <summary>Lets the actor look at its mail and timers; false when it has retired.</summary>
    public bool Wake()
    {
        lock (_gate)
        {
            if (_retired)
            {
                return false;
            }

            Schedule();
            return true;
        }
    }

    /// <summary>Takes out the activity results that no turn has taken: at the end of a drain they are stored as messages.</summary>
    public IReadOnlyList<ActivityResult> TakeResults()
    {
        lock (_gate)
        {
            List<ActivityResult> results = [.. _results];
            _results.Clear();
            return _row is { } row ? [.. results.Where(result => result.Generation == row.Generation)] : results;
        }
    }

    /// <summary>Drops what is kept in memory if nothing is under way.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            if (_scheduled || _runningActivities > 0 || _results.Count > 0)
            {
                return false;
            }

            _retired = true;
            Forget();
            return true;
        }
    }

    public void Execute()
    {
        try
        {
            var command = TakeTurn();
            if (command is null)
            {
                EndTurn();
            }
            else
            {
                engine.Store.Submit(command);
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>Called when the turn is durable, or could not be stored.</summary>
    public void OnCommitted(TurnCommand command, Exception? error)
    {
        if (error is not null)
        {
            lock (_gate)
            {
                _results.AddRange(command.ConsumedResults);
            }

            Fail(error);
            return;
        }

        _failures = 0;
        if (command.IsStale)
        {
            lock (_gate)
            {
                Forget();
            }
        }
        else
        {
            Committed(command);
        }

        EndTurn();
    }

    private void Committed(TurnCommand command)
    {
        var ended = command.After.Status.IsTerminal();
        lock (_gate)
        {
            _row = command.After;
            if (ended || command.After.Generation != command.Before.Generation || engine.Options.CachedInstances == 0)
            {
                _session = null;
            }

            if (ended)
            {
                _mail.Clear();
            }

            if (command.CarriedOver.Count > 0)
            {
                _mail.InsertRange(0, command.CarriedOver);
                Schedule();
            }
        }

        foreach (var scheduled in command.Actions.OfType<TaskScheduled>())
        {
            StartActivity(command.Before.Generation, scheduled);
        }

        foreach (var delivery in command.Delivered)
        {
            engine.Deliver(delivery);
        }

        engine.OnTurnCommitted(command);
    }

    private void StartActivity(int generation, TaskScheduled scheduled)
    {
        lock (_gate)
        {
            _runningActivities++;
        }

        engine.Activities.Start(new ActivityWork(this, id, generation, scheduled, engine.Now));
    }

    private void Schedule()
    {
        _wanted = true;
        if (!_scheduled && !engine.IsStopping)
        {
            _scheduled = true;
            engine.Activity.Begin();
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void EndTurn()
    {
        bool again;
        lock (_gate)
        {
            again = _wanted && !engine.IsStopping;
            _scheduled = again;
        }

        if (ClaimedByTimers && !again)
        {
            engine.Timers.Release(this);
        }

        if (again)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            engine.OnActorIdle(this);
            engine.Activity.End();
        }
    }

    private void Fail(Exception exception)
    {
        // The store is full, locked or gone: nothing was committed, so the same turn is tried again, later.
        lock (_gate)
        {
            Forget();
            _wanted = true;
        }

        // Others' timers must not wait for this one.
        engine.Timers.Ignore(id);
        engine.Timers.Release(this);
        var delay = TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, _failures++)));
        engine.Logger.LogError(
            exception, "A turn of instance {InstanceId} could not be stored; it is tried again in {Delay}", id, delay);
        _ = RetryLaterAsync(delay);
    }

    private async Task RetryLaterAsync(TimeSpan delay)
    {
        // Real time on purpose: a full disk does not empty when a virtual clock moves.
        await Task.Delay(delay, engine.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        engine.Timers.Heed(id);
        EndTurn();
    }

    private void Forget()
    {
        _row = null;
        _session = null;
        _mailIsComplete = false;
    }

    private TurnCommand? TakeTurn()
    {
        IReadOnlyList<HistoryEvent> history = [];
        lock (_gate)
        {
            _wanted = false;
        }

        if (_row is null || !_mailIsComplete || (_session is null && _row.HistoryRows > 0))
        {
            var loaded = engine.Store.Load(id);
            if (loaded is null)
            {
                DropResults();
                return null;
            }

            history = loaded.History;
            if (!Adopt(loaded))
            {
                return null;
            }
        }

        // From here on the row may be replaced at any moment by a new instance of the same id; then this turn is not taken.
        if (_row is not { } row)
        {
            return null;
        }

        if (row.Status.IsTerminal())
        {
            return CloseOpenTasks(row, history);
        }

        if (VersionGate.Rejects(row.Version, engine.WorkerOptions.Versioning))
        {
            engine.Logger.LogWarning("Instance {InstanceId} has version {Version}, which this worker does not run; it waits", id, row.Version);
            engine.Timers.Ignore(id);
            return null;
        }

        var session = _session;
        if (session is null)
        {
            session = new OrchestrationSession(id, engine.Sessions, () => engine.NoteForeignTask(id, row.Generation));
            if (history.Count > 0)
            {
                session.Replay(history);
                if (session.Completion is null)
                {
                    ResumeActivities(row, session);
                }
            }
        }

        TurnIntake? intake;
        bool foreign;
        lock (_gate)
        {
            if (!ReferenceEquals(_row, row))
            {
                return null;
            }

            _session = session;
            foreign = _foreignIn == row.Generation;
            intake = TurnIntake.Take(row, session, foreign, _mail, _results, engine.Now);
        }

        if (intake is null)
        {
            return null;
        }

        try
        {
            return TurnBuilder.Build(this, engine, row, session, intake, foreign);
        }
        catch (Exception)
        {
            // Messages are read again from the store; results are nowhere else.
            lock (_gate)
            {
                _results.AddRange(intake.Results);
            }

            throw;
        }
    }

    /// <summary>Takes over what was read; false when the instance was replaced meanwhile and its successor is already here.</summary>
    private bool Adopt(LoadedInstance loaded)
    {
        lock (_gate)
        {
            if (_row is not null && _row.Key > loaded.Row.Key)
            {
                return false;
            }

            if (loaded.Inbox.Count > 0)
            {
                _loadedUpTo = Math.Max(_loadedUpTo, loaded.Inbox[^1].Sequence);
            }

            var newer = _mail.Where(message => message.Sequence > _loadedUpTo).ToList();
            _mail.Clear();
            _mail.AddRange(loaded.Inbox);
            _mail.AddRange(newer);
            _row = loaded.Row;
            _mailIsComplete = true;
            return true;
        }
    }

    /// <summary>After a restart, activities whose results are neither in the history nor in the inbox run again.</summary>
    private void ResumeActivities(InstanceRow row, OrchestrationSession session)
    {
        HashSet<int> answered;
        lock (_gate)
        {
            if (_runningActivities > 0 || _results.Count > 0)
            {
                return;
            }

            answered = [.. _mail.Select(message => TaskIdOf(message.Event))];
        }

        foreach (var scheduled in session.OpenActivities.Values.OrderBy(item => item.EventId).ToList())
        {
            if (!answered.Contains(scheduled.EventId))
            {
                StartActivity(row.Generation, scheduled);
            }
        }
    }

    /// <summary>An ended instance may have left activities; they run to their end, then the row says so.</summary>
    private TurnCommand? CloseOpenTasks(InstanceRow row, IReadOnlyList<HistoryEvent> history)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_row, row))
            {
                return null;
            }

            _mail.Clear();
            var finished = _results.Count;
            _results.Clear();
            if (!row.HasOpenTasks || _runningActivities > 0)
            {
                return null;
            }

            if (finished > 0)
            {
                return TurnBuilder.Close(this, row);
            }
        }

        var open = OpenActivities(history);
        if (open.Count == 0)
        {
            return TurnBuilder.Close(this, row);
        }

        foreach (var scheduled in open)
        {
            StartActivity(row.Generation, scheduled);
        }

        return null;
    }

    private static List<TaskScheduled> OpenActivities(IReadOnlyList<HistoryEvent> history)
    {
        var done = history.Select(TaskIdOf).ToHashSet();
        return [.. history.OfType<TaskScheduled>().Where(item => !done.Contains(item.EventId))];
    }

    private static int TaskIdOf(HistoryEvent item) => item switch
    {
        TaskCompleted completed => completed.TaskScheduledId,
        TaskFailed failed => failed.TaskScheduledId,
        _ => -1,
    };

    private void DropResults()
    {
        lock (_gate)
        {
            _results.Clear();
            _mail.Clear();
        }
    }
}
