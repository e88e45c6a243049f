using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Rehearsal;

/// <summary>A person in a rehearsal: waits until the morning, then answers a link as a browser would.</summary>
public static class RehearsalAnswer
{
    /// <summary>Runs the answer. Input: <see cref="PlannedAnswer"/>.</summary>
    [Function(nameof(RehearsalAnswer))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var answer = context.GetInput<PlannedAnswer>()!;
        for (DateTimeOffset? at = answer.At; at is { } instant;)
        {
            await context.CreateTimer(instant.UtcDateTime, CancellationToken.None);
            at = await context.CallActivityAsync<DateTimeOffset?>(nameof(RehearsalActivities.GiveRehearsalAnswer), answer with { At = instant });
        }
    }
}

/// <summary>A person in a rehearsal who acts unasked.</summary>
public static class RehearsalActing
{
    /// <summary>Runs the act. Input: <see cref="PlannedAct"/>.</summary>
    [Function(nameof(RehearsalActing))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var act = context.GetInput<PlannedAct>()!;
        await context.CreateTimer(act.At.UtcDateTime, CancellationToken.None);
        await context.CallActivityAsync(nameof(RehearsalActivities.ActInRehearsal), act);
    }
}

/// <summary>A planned act.</summary>
/// <param name="Subject">the subject</param>
/// <param name="Act">the act of the script</param>
/// <param name="At">when, at +08:00</param>
/// <param name="Key">the idempotency key</param>
public sealed record PlannedAct(string Subject, RehearsalAct Act, DateTimeOffset At, string Key);

/// <summary>A planned answer.</summary>
/// <param name="LinkHash">the hash of the mailed link</param>
/// <param name="At">when, at +08:00</param>
public sealed record PlannedAnswer(string LinkHash, DateTimeOffset At);
