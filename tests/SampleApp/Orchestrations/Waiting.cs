using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace SampleApp.Orchestrations;

public sealed record Collected(int Wanted, string[] Items);

public static class Waiting
{
    [Function("Waits")]
    public static async Task<string> Waits([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus(new { stage = "等待" });
        var answer = await context.WaitForExternalEvent<string>("answer");
        return context.GetInput<string>() + answer;
    }

    /// <summary>Asks for three events in an order of its own, whatever the order in which they come.</summary>
    [Function("InOrder")]
    public static async Task<string> InOrder([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var result = "";
        foreach (var name in new[] { "a", "b", "c" })
            result += await context.WaitForExternalEvent<string>(name);
        return result;
    }

    [Function("ThreeAtOnce")]
    public static async Task<string[]> ThreeAtOnce([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => context.WaitForExternalEvent<string>("same")));

    [Function("AnswerInTime")]
    public static async Task<string> AnswerInTime([OrchestrationTrigger] TaskOrchestrationContext context, int days)
    {
        try
        {
            return await context.WaitForExternalEvent<string>("answer", TimeSpan.FromDays(days));
        }
        catch (OperationCanceledException)
        {
            return "too late";
        }
    }

    [Function("Sleeps")]
    public static async Task<DateTime> Sleeps([OrchestrationTrigger] TaskOrchestrationContext context, int days)
    {
        await context.CreateTimer(TimeSpan.FromDays(days), CancellationToken.None);
        return context.CurrentUtcDateTime;
    }

    [Function("SevenDays")]
    public static async Task<DateTime> SevenDays([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        for (var day = 0; day < 7; day++)
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
        return context.CurrentUtcDateTime;
    }

    [Function("Tells")]
    public static async Task Tells([OrchestrationTrigger] TaskOrchestrationContext context, string whom)
    {
        context.SendEvent(whom, "answer", "told");
        await context.CallActivityAsync<string?>("Same", "");
    }

    /// <summary>Begins anew after every event; events that come meanwhile go along.</summary>
    [Function("Collects")]
    public static async Task<string[]?> Collects([OrchestrationTrigger] TaskOrchestrationContext context, Collected input)
    {
        var item = await context.WaitForExternalEvent<string>("item");
        string[] items = [.. input.Items, item];
        if (items.Length == input.Wanted)
            return items;
        context.ContinueAsNew(input with { Items = items });
        return null;
    }

    /// <summary>Begins anew after every step.</summary>
    [Function("Counts")]
    public static async Task<int> Counts([OrchestrationTrigger] TaskOrchestrationContext context, int left)
    {
        await context.CallActivityAsync<int>("Square", left);
        context.SetCustomStatus(left);
        if (left > 0)
            context.ContinueAsNew(left - 1);
        return left;
    }
}
