using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace SampleApp.Orchestrations;

/// <summary>What an orchestrator learns of a failed task.</summary>
public sealed record Failure(string Task, string Type, string Message, bool IsInvalidOperation, string? InnerType, string? InnerMessage)
{
    public static Failure Of(TaskFailedException e) => new(
        e.TaskName, e.FailureDetails.ErrorType, e.FailureDetails.ErrorMessage, e.FailureDetails.IsCausedBy<InvalidOperationException>(),
        e.FailureDetails.InnerFailure?.ErrorType, e.FailureDetails.InnerFailure?.ErrorMessage);
}

public sealed record RetryPlan(int FailuresAtFirst, int Attempts, double FirstSeconds, double Backoff);

public static class Failures
{
    [Function("Breaks")]
    public static Task Breaks([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync("Fail", "坏了");

    [Function("Throws")]
    public static Task Throws([OrchestrationTrigger] TaskOrchestrationContext context) =>
        throw new NotSupportedException($"{context.Name} is not for use");

    [Function("Catches")]
    public static async Task<Failure> Catches([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            await context.CallActivityAsync("Fail", "坏了");
            throw new NotSupportedException("The activity did not fail.");
        }
        catch (TaskFailedException e)
        {
            return Failure.Of(e);
        }
    }

    [Function("Retries")]
    public static async Task<string> Retries([OrchestrationTrigger] TaskOrchestrationContext context, RetryPlan plan)
    {
        var policy = new RetryPolicy(plan.Attempts, TimeSpan.FromSeconds(plan.FirstSeconds), plan.Backoff);
        var begun = context.CurrentUtcDateTime;
        var attempts = await context.CallActivityAsync<int>("FailAtFirst", plan.FailuresAtFirst, TaskOptions.FromRetryPolicy(policy));
        return $"{attempts} attempts, {Math.Floor((context.CurrentUtcDateTime - begun).TotalMinutes)} minutes";
    }

    [Function("RetriesByHandler")]
    public static async Task<int> RetriesByHandler([OrchestrationTrigger] TaskOrchestrationContext context, int failures) =>
        await context.CallActivityAsync<int>("FailAtFirst", failures, TaskOptions.FromRetryHandler(
            retry => retry.LastAttemptNumber < 10 && retry.LastFailure.IsCausedBy<TimeoutException>()));

    /// <summary>Fails the first time and not the second: what a rewind is for.</summary>
    [Function("FailsOnce")]
    public static async Task<string> FailsOnce([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var before = await context.CallActivityAsync<string>("Same", "kept");
        return $"{before} {await context.CallActivityAsync<int>("FailAtFirst", 1)}";
    }
}
