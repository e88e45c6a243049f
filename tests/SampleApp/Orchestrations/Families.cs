using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace SampleApp.Orchestrations;

public static class Families
{
    /// <summary>One child with a given id, then three side by side.</summary>
    [Function("Parent")]
    public static async Task<string[]> Parent([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var first = await context.CallSubOrchestratorAsync<string>("Child", "first", new SubOrchestrationOptions(instanceId: context.InstanceId + ":first"));
        var others = await Task.WhenAll(new[] { "a", "b", "c" }.Select(name => context.CallSubOrchestratorAsync<string>("Child", name)));
        return [first, .. others];
    }

    [Function("Child")]
    public static async Task<string> Child([OrchestrationTrigger] TaskOrchestrationContext context, string name) =>
        await context.CallActivityAsync<string>("Same", $"{name} of {context.Parent?.InstanceId} {context.Parent?.Name}");

    [Function("ParentOfVersions")]
    public static async Task<string[]> ParentOfVersions([OrchestrationTrigger] TaskOrchestrationContext context) =>
    [
        await context.CallSubOrchestratorAsync<string>("Versioned", options: new SubOrchestrationOptions { Version = "1.0" }),
        await context.CallSubOrchestratorAsync<string>("Versioned", options: new SubOrchestrationOptions { Version = "2.1" }),
    ];

    [Function("ParentOfFailure")]
    public static async Task<Failure> ParentOfFailure([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            await context.CallSubOrchestratorAsync("Breaks");
            throw new InvalidOperationException("The child did not fail.");
        }
        catch (TaskFailedException e)
        {
            return Failure.Of(e);
        }
    }

    /// <summary>Waits for a child that waits for an event.</summary>
    [Function("ParentOfWaiting")]
    public static async Task<string> ParentOfWaiting([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await context.CallSubOrchestratorAsync<string>("Waits", "child", new SubOrchestrationOptions(instanceId: context.InstanceId + ":child"));
}
