using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Dazhou.DurableEngine.Telemetry;

/// <summary>The engine's traces and metrics; the names are listed in docs/operations.md.</summary>
internal static class EngineTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string SourceName = "Dazhou.DurableEngine";

    private static readonly ActivitySource s_source = new(SourceName);
    private static readonly Meter s_meter = new(SourceName);

    private static readonly Counter<long> s_turns = s_meter.CreateCounter<long>(
        "durabletask.orchestration.turns", "{turn}", "Orchestrator turns committed");

    private static readonly Counter<long> s_ended = s_meter.CreateCounter<long>(
        "durabletask.orchestration.ended", "{instance}", "Orchestrations ended, by status");

    private static readonly Counter<long> s_activities = s_meter.CreateCounter<long>(
        "durabletask.activity.runs", "{run}", "Activity runs, by outcome");

    private static readonly Histogram<double> s_activityTime = s_meter.CreateHistogram<double>(
        "durabletask.activity.duration", "ms", "How long activities run");

    private static readonly Counter<long> s_timers = s_meter.CreateCounter<long>(
        "durabletask.timer.fired", "{timer}", "Durable timers fired");

    /// <summary>How late timers fire.</summary>
    public static readonly Histogram<double> TimerLag = s_meter.CreateHistogram<double>(
        "durabletask.timer.lag", "ms", "From the instant a timer is due to its turn");

    /// <summary>How long activities wait for a free place.</summary>
    public static readonly Histogram<double> ActivityLag = s_meter.CreateHistogram<double>(
        "durabletask.activity.lag", "ms", "From the commit that scheduled an activity to its start");

    /// <summary>How many writes share a commit.</summary>
    public static readonly Histogram<int> CommitSize = s_meter.CreateHistogram<int>(
        "durabletask.store.commit.size", "{write}", "Writes in one commit");

    /// <summary>How long a commit takes.</summary>
    public static readonly Histogram<double> CommitTime = s_meter.CreateHistogram<double>(
        "durabletask.store.commit.duration", "ms", "From the begin to the end of one commit");

    /// <summary>Publishes the depths of the engine's queues until the result is disposed.</summary>
    public static IDisposable Observe(Func<int> activities, Func<int> outstanding)
    {
        var meter = new Meter(SourceName);
        meter.CreateObservableGauge("durabletask.activity.queue.depth", activities, "{activity}", "Activities that wait for a free place");
        meter.CreateObservableGauge("durabletask.outstanding", outstanding, "{item}", "Turns, writes and activities under way");
        return meter;
    }

    public static Activity? StartTurn(string name, string instanceId) =>
        s_source.HasListeners() ? Start("orchestration", name, instanceId) : null;

    public static Activity? StartActivity(string name, string instanceId, string taskId, string? parent)
    {
        var span = s_source.HasListeners() ? Start("activity", name, instanceId, parent) : null;
        span?.SetTag("durabletask.task.task_id", taskId);
        return span;
    }

    public static void TurnDone(string name, int timers)
    {
        s_turns.Add(1, new KeyValuePair<string, object?>("durabletask.task.name", name));
        if (timers > 0)
        {
            s_timers.Add(timers);
        }
    }

    public static void Ended(string name, string status) => s_ended.Add(
        1,
        new KeyValuePair<string, object?>("durabletask.task.name", name),
        new KeyValuePair<string, object?>("durabletask.status", status));

    public static void ActivityDone(string name, bool succeeded, long startedAt)
    {
        var tag = new KeyValuePair<string, object?>("durabletask.task.name", name);
        s_activities.Add(1, tag, new KeyValuePair<string, object?>("durabletask.outcome", succeeded ? "completed" : "failed"));
        s_activityTime.Record(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds, tag);
    }

    private static Activity? Start(string type, string name, string instanceId, string? parent = null)
    {
        var span = s_source.StartActivity($"{type}:{name}", ActivityKind.Server, parent);
        span?.SetTag("durabletask.type", type);
        span?.SetTag("durabletask.task.name", name);
        span?.SetTag("durabletask.task.instance_id", instanceId);
        return span;
    }
}
