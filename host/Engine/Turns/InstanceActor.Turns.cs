using Dazhou.DurableEngine.Commands;
using Dazhou.DurableEngine.History;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Dazhou.DurableEngine;

/// <summary>How a turn begins, commits, ends and is tried again.</summary>
internal sealed partial class InstanceActor
{
    public void Execute() => _ = ExecuteAsync();

    private async Task ExecuteAsync()
    {
        try
        {
            var command = await TakeTurnAsync();
            if (command is null)
            {
                EndTurn();
            }
            else
            {
                engine.Store.Submit(command);
            }
        }
        catch (DamagedInstanceException damage)
        {
            Park(damage);
        }
        catch (WorkerLostException) when (!engine.IsStopping)
        {
            // What the worker held of it is gone; its successor gets the whole history.
            lock (_gate)
            {
                Forget();
                _wanted = true;
            }

            EndTurn();
        }
        catch (Exception exception) when (exception is WorkerLostException or OperationCanceledException && engine.IsStopping)
        {
            // The process ends without waiting; whatever was under way is as it was stored.
            lock (_gate)
            {
                Forget();
                _wanted = false;
            }

            EndTurn();
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
                _state = null;
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

        foreach (var scheduled in command.Actions.Where(action => action.TaskScheduled is not null))
        {
            StartActivity(command.Before.Generation, scheduled);
        }

        foreach (var delivery in command.Delivered)
        {
            engine.Deliver(delivery);
        }

        engine.OnTurnCommitted(command);
    }

    private void StartActivity(int generation, HistoryEvent scheduled)
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
            engine.Queue(this);
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
            engine.Queue(this);
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

    /// <summary>
    /// Leaves the instance as it is: what cannot be read today cannot be read in a minute. Nothing of it is lost, and it is
    /// tried again at the next start, when somebody may have mended or deleted its rows.
    /// </summary>
    private void Park(DamagedInstanceException damage)
    {
        lock (_gate)
        {
            Forget();
            _wanted = false;
        }

        DropResults();
        engine.Timers.Ignore(id);
        engine.Damaged.Add(id, damage);
        EndTurn();
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
        _state = null;
        _mailIsComplete = false;
    }
}
