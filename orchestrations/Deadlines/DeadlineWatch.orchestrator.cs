using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Deadlines;

/// <summary>Watches one deadline until its task is done: sends reminders, marks it 逾期 and escalates.</summary>
/// <remarks>
/// Only <see cref="DeadlineRow"/> counts, events merely wake: a deadline closed before the watch starts ends it at the first check, and a
/// duplicate or late event changes nothing. Each check also drops the deadline if its owner was terminated; <see cref="DeadlineSweep"/>
/// does so if the watch itself was terminated or waits during a pause.
/// </remarks>
public static class DeadlineWatch
{
    /// <summary>The task is done.</summary>
    public const string DoneEvent = "deadline-done";

    /// <summary>The deadline was paused, resumed, extended or recomputed.</summary>
    public const string ChangedEvent = "deadline-changed";

    /// <summary>Starts a watch as a sub-orchestration that runs beside its caller until the handle ends it.</summary>
    public static DeadlineWatchHandle Start(TaskOrchestrationContext context, WatchPlan plan)
    {
        var id = $"deadline-{context.NewGuid():N}";
        plan = plan with { Owner = context.InstanceId };
        return new DeadlineWatchHandle(
            plan, id, context.CallSubOrchestratorAsync<DeadlineOutcome>(nameof(DeadlineWatch), plan, OrchestrationVersion.Part(id)));
    }

    /// <summary>Runs a <see cref="WatchPlan"/>.</summary>
    [Function(nameof(DeadlineWatch))]
    public static async Task<DeadlineOutcome> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var plan = context.GetInput<WatchPlan>()!;
        // Keep one waiter per event name across all timers: a cancelled waiter would swallow the next event.
        var done = context.WaitForExternalEvent<object?>(DoneEvent);
        var changed = context.WaitForExternalEvent<object?>(ChangedEvent);
        var after = context.Now();
        while (true)
        {
            var at = context.Now();
            var reading = await context.CallActivityAsync<DeadlineReading>(
                nameof(DeadlineActivities.CheckDeadline), new DeadlineCheck(plan, context.InstanceId, after, at), ActivityRetry.Patient);
            foreach (var mail in reading.Mails)
                await context.CallActivityAsync(nameof(Outbox.EnqueueMail), mail, ActivityRetry.Patient);
            if (reading.Outcome is not null)
                return reading.Outcome;
            after = at;

            await WaitAsync(context, reading.NextAt, done, changed);
            if (done.IsCompleted)
                return await CloseAsync(context, plan, DeadlineState.Done);
            if (changed.IsCompleted)
                changed = context.WaitForExternalEvent<object?>(ChangedEvent);
        }
    }

    /// <summary>Closes the deadline in the record; if it is closed, the first outcome stands.</summary>
    internal static Task<DeadlineOutcome> CloseAsync(TaskOrchestrationContext context, WatchPlan plan, DeadlineState end) =>
        context.CallActivityAsync<DeadlineOutcome>(
            nameof(DeadlineActivities.CloseDeadline),
            new DeadlineEnd(plan, context.Now(), end),
            ActivityRetry.Patient);

    private static async Task WaitAsync(TaskOrchestrationContext context, DateTimeOffset? until, Task done, Task changed)
    {
        if (until is not { } instant)
        {
            await Task.WhenAny(done, changed);
            return;
        }

        using var stop = new CancellationTokenSource();
        var timer = context.CreateTimer(instant.UtcDateTime, stop.Token);
        if (await Task.WhenAny(done, changed, timer) != timer)
            stop.Cancel();
    }
}

/// <summary>A handle to a watch that runs beside its caller.</summary>
public sealed class DeadlineWatchHandle
{
    private readonly Task<DeadlineOutcome> _watch;

    internal DeadlineWatchHandle(WatchPlan plan, string instanceId, Task<DeadlineOutcome> watch)
    {
        Plan = plan;
        InstanceId = instanceId;
        _watch = watch;
    }

    /// <summary>The plan.</summary>
    public WatchPlan Plan { get; }

    /// <summary>The watch's instance id.</summary>
    public string InstanceId { get; }

    /// <summary>
    /// Closes the deadline in the record, then ends the watch by an event and returns the outcome. If the watch failed or was terminated,
    /// the outcome comes from the record, so that its process can continue.
    /// </summary>
    public async Task<DeadlineOutcome> EndAsync(TaskOrchestrationContext context, DeadlineState end = DeadlineState.Done)
    {
        var recorded = await DeadlineWatch.CloseAsync(context, Plan, end);
        if (!_watch.IsCompleted)
            context.SendEvent(InstanceId, DeadlineWatch.DoneEvent, payload: null!);
        try
        {
            return await _watch;
        }
        catch (TaskFailedException)
        {
            return recorded;
        }
    }
}
