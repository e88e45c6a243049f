using Dazhou.LocalRuntime.Commands;
using Dazhou.LocalRuntime.History;
using Dazhou.LocalRuntime.Replay;
using Dazhou.LocalRuntime.Stores;
using Microsoft.Extensions.Logging;

namespace Dazhou.LocalRuntime;

/// <summary>What a turn works on: the instance as loaded, its session, and the activities that are out.</summary>
internal sealed partial class InstanceActor
{
    private TurnCommand? TakeTurn()
    {
        IReadOnlyList<HistoryEvent> history = [];
        lock (_gate)
        {
            _wanted = false;
        }

        if (_row is null || !_mailIsComplete || (_session is null && _row.HistoryRows > 0))
        {
            if (engine.Damaged.Contains(id))
            {
                DropResults();
                return null;
            }

            var loaded = DamagedInstanceException.Guard(id, static actor => actor.Engine.Store.Load(actor.Id), this);
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
                DamagedInstanceException.Guard(id, static replay => replay.Session.Replay(replay.History), (Session: session, History: history));
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
