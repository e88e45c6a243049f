using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using SampleApp.Observing;

namespace SampleApp.Orchestrations;

public sealed record Greeting(string Name);

public static class Sequences
{
    [Function("Greet")]
    public static async Task<string> Greet([OrchestrationTrigger] TaskOrchestrationContext context, Greeting input)
    {
        var text = await context.CallActivityAsync<string>("Say", input.Name);
        return await context.CallActivityAsync<string>("Sign", text);
    }

    [Function("FanOut")]
    public static async Task<int> FanOut([OrchestrationTrigger] TaskOrchestrationContext context, int width)
    {
        var squares = await Task.WhenAll(Enumerable.Range(1, width).Select(n => context.CallActivityAsync<int>("Square", n)));
        return squares.Sum();
    }

    [Function("Long")]
    public static async Task<int> Long([OrchestrationTrigger] TaskOrchestrationContext context, int steps)
    {
        var sum = 0;
        for (var step = 1; step <= steps; step++)
            sum += await context.CallActivityAsync<int>("Square", step);
        return sum;
    }

    [Function("Echoes")]
    public static async Task<string?> Echoes([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await context.CallActivityAsync<string?>("Same", context.GetInput<string>());

    [Function("EchoesMany")]
    public static async Task<Many> EchoesMany([OrchestrationTrigger] TaskOrchestrationContext context, Many input)
    {
        await context.CallActivityAsync("Nothing2");
        return await context.CallActivityAsync<Many>("SameMany", input);
    }

    /// <summary>What is drawn before a step is the same when the step is over and the orchestrator has run again.</summary>
    [Function("Draws")]
    public static async Task<string[]> Draws([OrchestrationTrigger] TaskOrchestrationContext context, int port)
    {
        var drawn = $"{context.NewGuid()} {context.CurrentUtcDateTime:O}";
        var second = context.NewGuid();
        var seen = await context.CallActivityAsync<string>("Same", drawn);
        await context.CallActivityAsync<string>("Meet", port);
        return [drawn, seen, second.ToString(), context.CurrentUtcDateTime.ToString("O")];
    }

    [Function("Marks")]
    public static async Task<string[]> Marks([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var own = (string)context.GetFunctionContext()!.Items[MarkingMiddleware.Mark];
        return [own, await context.CallActivityAsync<string>("Mark")];
    }

    [Function("Meets")]
    public static async Task<string> Meets([OrchestrationTrigger] TaskOrchestrationContext context, int port)
    {
        var before = await context.CallActivityAsync<string>("Say", "before");
        var met = await context.CallActivityAsync<string>("Meet", port);
        return $"{before} {met} {await context.CallActivityAsync<string>("Say", "after")}";
    }

    [Function("Versioned")]
    public static async Task<string> Versioned([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var path = context.CompareVersionTo("2.0") >= 0 ? "new" : "old";
        return await context.CallActivityAsync<string>("Same", $"{path} {context.Version}");
    }

    /// <summary>Known by another name than its function, and so is the activity that it calls.</summary>
    [Function("Original")]
    public static async Task<string> Original([OrchestrationTrigger(Orchestration = "Renamed")] TaskOrchestrationContext context) =>
        $"{context.Name} {await context.CallActivityAsync<string>("RenamedStep", "x")}";

    [Function("OriginalStep")]
    public static string OriginalStep([ActivityTrigger(Activity = "RenamedStep")] string text) => $"step {text}";
}
