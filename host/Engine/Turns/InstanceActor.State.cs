using Dazhou.DurableEngine.Commands;
using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Dazhou.DurableEngine;

/// <summary>What a turn works on: the instance as loaded, and the activities that are out.</summary>
internal sealed partial class InstanceActor
{
    private async ValueTask<TurnCommand?> TakeTurnAsync()
    {
        IReadOnlyList<HistoryEvent> history = [];
        lock (_gate)
        {
            _wanted = false;
        }

        if (_row is null || !_mailIsComplete || (_state is null && _row.HistoryRows > 0))
        {
            if (engine.Damaged.Contains(id))
            {
                return TerminateDamaged();
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

        if (VersionGate.Rejects(row.Version, engine.Options.Versioning))
        {
            engine.Logger.LogWarning("Instance {InstanceId} has version {Version}, which this worker does not run; it waits", id, row.Version);
            engine.Timers.Ignore(id);
            return null;
        }

        var state = _state;
        if (state is null)
        {
            state = new InstanceState();
            if (history.Count > 0)
            {
                DamagedInstanceException.Guard(id, static fold => fold.State.Apply(fold.History), (State: state, History: history));
                ResumeActivities(row, state);
            }
        }

        TurnIntake? intake;
        lock (_gate)
        {
            if (!ReferenceEquals(_row, row))
            {
                return null;
            }

            _state = state;
            intake = TurnIntake.Take(row, state, _mail, _results, engine.Now);
        }

        if (intake is null)
        {
            return null;
        }

        try
        {
            return await TurnBuilder.RunAsync(this, engine, row, state, intake);
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

    /// <summary>All that can be done with an instance whose rows cannot be read: to end it, which needs none of them.</summary>
    private TurnCommand? TerminateDamaged()
    {
        HistoryEvent? request;
        lock (_gate)
        {
            request = _mail.Find(message => message.Event.ExecutionTerminated is not null).Event;
        }

        DropResults();
        return request is not null && engine.Store.Find(id) is { } row && !row.Status.IsTerminal()
            ? TurnBuilder.Terminate(this, row, request, engine.Now)
            : null;
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
    private void ResumeActivities(InstanceRow row, InstanceState state)
    {
        HashSet<int> answered;
        lock (_gate)
        {
            if (_runningActivities > 0 || _results.Count > 0)
            {
                return;
            }

            answered = [.. _mail.Select(message => Events.AnsweredTask(message.Event))];
        }

        foreach (var scheduled in state.OpenActivities.OrderBy(item => item.EventId).ToList())
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

    private static List<HistoryEvent> OpenActivities(IReadOnlyList<HistoryEvent> history)
    {
        var done = history.Select(Events.AnsweredTask).ToHashSet();
        return [.. history.Where(item => item.TaskScheduled is not null && !done.Contains(item.EventId))];
    }

    private void DropResults()
    {
        lock (_gate)
        {
            _results.Clear();
            _mail.Clear();
        }
    }
}
