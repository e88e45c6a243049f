using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects.Rehearsal;

/// <summary>A person in a rehearsal: waits until the morning, then answers a link as a browser would.</summary>
public static class RehearsalAnswer
{
    /// <summary>Runs a <see cref="PlannedAnswer"/>.</summary>
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

/// <summary>A person in a rehearsal who acts without having been asked.</summary>
public static class RehearsalActing
{
    /// <summary>Runs a <see cref="PlannedAct"/>.</summary>
    [Function(nameof(RehearsalActing))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var act = context.GetInput<PlannedAct>()!;
        await context.CreateTimer(act.At.UtcDateTime, CancellationToken.None);
        await context.CallActivityAsync(nameof(RehearsalActivities.ActInRehearsal), act);
    }
}

/// <summary>An act to come.</summary>
/// <param name="Project">the project</param>
/// <param name="Act">what the script says</param>
/// <param name="At">when</param>
/// <param name="Key">its key against repetition</param>
public sealed record PlannedAct(string Project, RehearsalAct Act, DateTimeOffset At, string Key);

/// <summary>An answer to come.</summary>
/// <param name="LinkHash">the link that was mailed</param>
/// <param name="At">when</param>
public sealed record PlannedAnswer(string LinkHash, DateTimeOffset At);
