using System.Diagnostics;
using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Telemetry;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Dazhou.DurableEngine;

/// <summary>The outcome of one activity, for the generation that asked for it.</summary>
internal readonly record struct ActivityResult(int Generation, HistoryEvent Event);

/// <summary>One activity that is to run; a crash runs it again under the same <see cref="TaskId"/>.</summary>
internal sealed record ActivityWork(InstanceActor Actor, string InstanceId, int Generation, HistoryEvent Scheduled, DateTimeOffset QueuedAt)
{
    public string TaskId => $"{InstanceId}:{Generation}:{Scheduled.EventId}";
}

/// <summary>Runs activities, at most so many at a time; the rest waits in order.</summary>
internal sealed class ActivityPool(LocalEngine engine, int maximum)
{
    private readonly Lock _gate = new();
    private readonly Queue<ActivityWork> _waiting = new();
    private int _running;

    public int Depth
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    public void Start(ActivityWork work)
    {
        engine.Activity.Begin();
        lock (_gate)
        {
            if (_running >= maximum)
            {
                _waiting.Enqueue(work);
                return;
            }

            _running++;
        }

        Queue(work);
    }

    private void Queue(ActivityWork work) => engine.Queue(new Run(this, work));

    private async Task RunAsync(ActivityWork work)
    {
        var outcome = await ExecuteAsync(work);
        work.Actor.DeliverResult(outcome is null ? null : new ActivityResult(work.Generation, outcome));
        ActivityWork? next = null;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out next))
            {
                _running--;
            }
        }

        if (next is not null)
        {
            Queue(next);
        }

        engine.Activity.End();
    }

    /// <summary>Null when the process ends first: the activity runs again at the next start.</summary>
    private async Task<HistoryEvent?> ExecuteAsync(ActivityWork work)
    {
        var task = work.Scheduled.TaskScheduled;
        EngineTelemetry.ActivityLag.Record((engine.Now - work.QueuedAt).TotalMilliseconds);
        using var span = EngineTelemetry.StartActivity(task.Name, work.InstanceId, work.TaskId, task.ParentTraceContext?.TraceParent);
        var call = new ActivityCall(
            work.InstanceId, work.TaskId, work.Scheduled.EventId, task.Name, task.Version, task.Input, span?.Id ?? task.ParentTraceContext?.TraceParent);
        while (true)
        {
            var startedAt = Stopwatch.GetTimestamp();
            try
            {
                var outcome = await engine.ActivityExecutor.RunAsync(call, engine.Killed);
                if (outcome.Failure is null && PayloadLimit.FindExcess(outcome.Result, engine.Options.MaximumPayloadBytes) is { } excess)
                {
                    outcome = new(null, Events.Failure(typeof(ArgumentException).FullName!, excess));
                }

                EngineTelemetry.ActivityDone(task.Name, outcome.Failure is null, startedAt);
                if (outcome.Failure is { } failure)
                {
                    span?.SetStatus(ActivityStatusCode.Error, failure.ErrorMessage);
                    engine.Logger.LogWarning(
                        "Activity {Activity} of instance {InstanceId} failed (task {TaskId}): {Error}: {Message}",
                        task.Name, work.InstanceId, work.TaskId, failure.ErrorType, failure.ErrorMessage);
                }

                return Events.TaskEnded(engine.Now, work.Scheduled.EventId, outcome);
            }
            catch (WorkerLostException lost) when (!engine.IsStopping)
            {
                engine.Logger.LogWarning(
                    lost, "Activity {Activity} of instance {InstanceId} is run again (task {TaskId})", task.Name, work.InstanceId, work.TaskId);
            }
            catch (Exception exception) when (exception is WorkerLostException or OperationCanceledException && engine.IsStopping)
            {
                return null;
            }
            catch (Exception exception)
            {
                // An executor gives failures as outcomes; whatever else comes is a failure of this run all the same.
                return Events.TaskEnded(engine.Now, work.Scheduled.EventId, new(null, Events.Failure(exception.GetType().FullName!, exception.Message)));
            }
        }
    }

    private sealed class Run(ActivityPool pool, ActivityWork work) : IThreadPoolWorkItem
    {
        public void Execute() => _ = pool.RunAsync(work);
    }
}
