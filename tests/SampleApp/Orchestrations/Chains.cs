using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace SampleApp.Orchestrations;

/// <summary>Chains of activities that do nothing: what an orchestration costs, measured from where apps start them.</summary>
public static class Chains
{
    /// <summary>As many activities as its input says, one after the other.</summary>
    [Function("Chain")]
    public static async Task<int> Chain([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var value = 0;
        for (var left = context.GetInput<int>(); left > 0; left--)
            value = await context.CallActivityAsync<int>("Next", value);
        return value;
    }

    /// <summary>The next number.</summary>
    [Function("Next")]
    public static int Next([ActivityTrigger] int value) => value + 1;

    /// <summary>Runs <c>instances</c> chains, <c>parallel</c> of them at a time, and answers how long each took in milliseconds, and all of them.</summary>
    [Function("RunChains")]
    public static async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "chains")] HttpRequest request, [DurableClient] DurableTaskClient client)
    {
        var (instances, activities, parallel) = (Number(request, "instances"), Number(request, "activities"), Number(request, "parallel"));
        var times = new double[instances];
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(parallel, instances)).Select(_ => Task.Run(async () =>
        {
            int index;
            while ((index = Interlocked.Increment(ref next)) < instances)
            {
                var startedAt = Stopwatch.GetTimestamp();
                var id = await client.ScheduleNewOrchestrationInstanceAsync("Chain", activities);
                var end = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
                if (end.ReadOutputAs<int>() != activities)
                    throw new InvalidOperationException($"Chain {id} ended as {end.RuntimeStatus}: {end.SerializedOutput}");
                times[index] = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
            }
        })));
        return Results.Json(new { seconds = Stopwatch.GetElapsedTime(began).TotalSeconds, times });
    }

    private static int Number(HttpRequest request, string name) => int.Parse(request.Query[name].ToString());
}
