using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Works;

/// <summary>Carries a piece of long work through crashes and restarts, and forgets it a week after.</summary>
public static class LongWork
{
    /// <summary>How long the result can be seen.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    // What is wrong with the work itself is no exception; what is wrong around it may be over in half a minute.
    private static readonly TaskOptions Thrice = TaskOptions.FromRetryPolicy(new RetryPolicy(maxNumberOfAttempts: 3, TimeSpan.FromSeconds(5), backoffCoefficient: 4));

    /// <summary>Runs the work of an id.</summary>
    [Function(nameof(LongWork))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var work = context.GetInput<string>()!;
        try
        {
            await context.CallActivityAsync(nameof(LongWorkActivities.RunWork), work, Thrice);
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(nameof(LongWorkActivities.GiveUpWork), work, ActivityRetry.Patient);
        }

        await context.CreateTimer(context.CurrentUtcDateTime + Kept, CancellationToken.None);
        await context.CallActivityAsync(nameof(LongWorkActivities.ForgetWork), work, ActivityRetry.Patient);
    }
}
