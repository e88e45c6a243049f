using System.Diagnostics;
using Dazhou.LocalRuntime.History;
using Dazhou.LocalRuntime.Telemetry;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dazhou.LocalRuntime;

/// <summary>The outcome of one activity, for the generation that asked for it.</summary>
internal readonly record struct ActivityResult(int Generation, HistoryEvent Event);

/// <summary>One activity that is to run; a crash runs it again under the same <see cref="TaskId"/>.</summary>
internal sealed record ActivityWork(InstanceActor Actor, string InstanceId, int Generation, TaskScheduled Scheduled, DateTimeOffset QueuedAt)
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
        work.Actor.DeliverResult(new ActivityResult(work.Generation, outcome));
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

    private async Task<HistoryEvent> ExecuteAsync(ActivityWork work)
    {
        var scheduled = work.Scheduled;
        var lag = engine.Now - work.QueuedAt;
        RuntimeTelemetry.ActivityLag.Record(lag.TotalMilliseconds);
        using var span = RuntimeTelemetry.StartActivity(scheduled.Name, work.InstanceId, work.TaskId);
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            await using var scope = engine.Services.CreateAsyncScope();
            if (!engine.Factory.TryCreateActivity(scheduled.Name, scheduled.Version, scope.ServiceProvider, out var activity))
            {
                return new TaskFailed(engine.Now, scheduled.EventId, new Failure(
                    "ActivityTaskNotFound", $"No activity named '{scheduled.Name}' is registered.", IsNonRetriable: true));
            }

            var converter = engine.WorkerOptions.DataConverter;
            var context = new LocalActivityContext(scheduled.Name, work.InstanceId, scheduled.Version, work.TaskId);
            var input = converter.Deserialize(scheduled.Input, activity.InputType);
            var output = await activity.RunAsync(context, input);
            var result = PayloadLimit.Check(converter.Serialize(output), engine.Options.MaximumPayloadBytes, "output");
            RuntimeTelemetry.ActivityDone(scheduled.Name, succeeded: true, startedAt);
            return new TaskCompleted(engine.Now, scheduled.EventId, result);
        }
        catch (Exception exception)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            RuntimeTelemetry.ActivityDone(scheduled.Name, succeeded: false, startedAt);
            engine.Logger.LogWarning(
                exception, "Activity {Activity} of instance {InstanceId} failed (task {TaskId})", scheduled.Name, work.InstanceId, work.TaskId);
            return new TaskFailed(engine.Now, scheduled.EventId, Failure.From(exception));
        }
    }

    private sealed class Run(ActivityPool pool, ActivityWork work) : IThreadPoolWorkItem
    {
        public void Execute() => _ = pool.RunAsync(work);
    }
}

/// <summary>What an activity knows of its call.</summary>
public sealed class LocalActivityContext : TaskActivityContext
{
    private readonly string? _version;

    internal LocalActivityContext(TaskName name, string instanceId, string? version, string taskId)
    {
        Name = name;
        InstanceId = instanceId;
        _version = version;
        TaskId = taskId;
    }

    /// <inheritdoc/>
    public override TaskName Name { get; }

    /// <inheritdoc/>
    public override string InstanceId { get; }

    /// <inheritdoc/>
    public override string Version => _version ?? string.Empty;

    /// <summary>
    /// The same for every run of this call and no other: instance id, generation and place in the orchestrator's code.
    /// An activity runs at least once; this is the key by which a second run is recognised.
    /// </summary>
    public string TaskId { get; }
}
