using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Works;

/// <summary>Runs long work, surviving crashes and restarts, and deletes it some time after its end.</summary>
public static class LongWork
{
    // Bad input throws no exception here; other failures may be gone after half a minute.
    private static readonly TaskOptions Thrice = TaskOptions.FromRetryPolicy(new RetryPolicy(maxNumberOfAttempts: 3, TimeSpan.FromSeconds(5), backoffCoefficient: 4));

    /// <summary>Runs the work with the id in the input.</summary>
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
