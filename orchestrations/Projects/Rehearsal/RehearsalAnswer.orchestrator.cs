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
        await context.CreateTimer(answer.At.UtcDateTime, CancellationToken.None);
        await context.CallActivityAsync(nameof(RehearsalActivities.GiveRehearsalAnswer), answer);
    }
}

/// <summary>An answer to come.</summary>
/// <param name="LinkHash">the link that was mailed</param>
/// <param name="At">when</param>
public sealed record PlannedAnswer(string LinkHash, DateTimeOffset At);
