using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Works;

/// <summary>Carries a piece of long work through crashes and restarts, and forgets it some time after.</summary>
public static class LongWork
{
    // What is wrong with the work itself is no exception; what is wrong around it may be over in half a minute.
    private static readonly TaskOptions Thrice = TaskOptions.FromRetryPolicy(new RetryPolicy(maxNumberOfAttempts: 3, TimeSpan.FromSeconds(5), backoffCoefficient: 4));

    /// <summary>Runs the work of an id.</summary>
    [Function(nameof(LongWork))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var work = context.GetInput<string>()!;
        DateTimeOffset kept;
        try
        {
            kept = await context.CallActivityAsync<DateTimeOffset>(nameof(LongWorkActivities.RunWork), work, Thrice);
        }
        catch (TaskFailedException)
        {
            kept = await context.CallActivityAsync<DateTimeOffset>(nameof(LongWorkActivities.GiveUpWork), work, ActivityRetry.Patient);
        }

        await context.CreateTimer(kept.UtcDateTime, CancellationToken.None);
        await context.CallActivityAsync(nameof(LongWorkActivities.ForgetWork), work, ActivityRetry.Patient);
    }
}
