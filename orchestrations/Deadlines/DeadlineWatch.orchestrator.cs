using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// Watches one deadline: reminds, marks it 逾期, escalates, until what it asks for is done. The row in
/// <see cref="DeadlineRow"/> decides, events only wake: an end that is recorded before the watch starts ends it at its
/// first look; an end event that comes twice or to a watch that has ended changes nothing. It ends nothing by itself
/// but a deadline whose owner was terminated: at each look it asks, and what it cannot see, because it was terminated
/// too or waits out a pause, is left to <see cref="DeadlineSweep"/>.
/// </summary>
public static class DeadlineWatch
{
    /// <summary>What the deadline asked for is done.</summary>
    public const string DoneEvent = "deadline-done";

    /// <summary>The row was paused, resumed, extended or computed anew.</summary>
    public const string ChangedEvent = "deadline-changed";

    /// <summary>Starts a watch as a sub-orchestration, which runs beside its caller until the handle ends it.</summary>
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
        // One waiter a name, kept over all timers: a cancelled waiter would swallow the next event.
        var done = context.WaitForExternalEvent<object?>(DoneEvent);
        var changed = context.WaitForExternalEvent<object?>(ChangedEvent);
        var after = ChinaTime.At(context.CurrentUtcDateTime);
        while (true)
        {
            var at = ChinaTime.At(context.CurrentUtcDateTime);
            var reading = await context.CallActivityAsync<DeadlineReading>(
                nameof(DeadlineActivities.CheckDeadline), new DeadlineCheck(plan, context.InstanceId, after, at), ActivityRetry.Patient);
            foreach (var mail in reading.Mails)
                await context.CallActivityAsync(nameof(MailActivities.EnqueueMail), mail, ActivityRetry.Patient);
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

    /// <summary>Ends the deadline in the record; whoever was first decides how it ended.</summary>
    internal static Task<DeadlineOutcome> CloseAsync(TaskOrchestrationContext context, WatchPlan plan, DeadlineState end) =>
        context.CallActivityAsync<DeadlineOutcome>(
            nameof(DeadlineActivities.CloseDeadline),
            new DeadlineEnd(plan, ChinaTime.At(context.CurrentUtcDateTime), end),
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

/// <summary>A watch that runs beside its caller.</summary>
public sealed class DeadlineWatchHandle
{
    private readonly Task<DeadlineOutcome> _watch;

    internal DeadlineWatchHandle(WatchPlan plan, string instanceId, Task<DeadlineOutcome> watch)
    {
        Plan = plan;
        InstanceId = instanceId;
        _watch = watch;
    }

    /// <summary>What is watched.</summary>
    public WatchPlan Plan { get; }

    /// <summary>The watch's instance.</summary>
    public string InstanceId { get; }

    /// <summary>
    /// Ends the deadline: first in the record, then by the event; answers how it ended when the watch is over. A
    /// watch that failed or was terminated does not keep its process from going on: the record answers for it.
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
