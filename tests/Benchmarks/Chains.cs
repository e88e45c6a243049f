using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Benchmarks;

/// <summary>Chains of no-op activities: the same on every engine.</summary>
internal static class Chains
{
    private const int Alone = 200;

    public static void Register(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<int, int>("Next", (_, value) => value + 1)
        .AddOrchestratorFunc<int, int>("Chain", async (context, activities) =>
        {
            var value = 0;
            for (var index = 0; index < activities; index++)
            {
                value = await context.CallActivityAsync<int>("Next", value);
            }

            return value;
        });

    /// <summary>Warms up, runs some alone, then all of them <paramref name="parallel"/> at a time.</summary>
    public static async Task<ChainFigures> MeasureAsync(Func<Task> chain, int instances, int parallel, int alone = Alone)
    {
        await RunManyAsync(chain, Math.Min(instances, 2_000), parallel);
        var one = await RunManyAsync(chain, Math.Min(instances, alone), 1);
        GC.Collect();
        var startedAt = Stopwatch.GetTimestamp();
        var crowd = await RunManyAsync(chain, instances, parallel);
        return new(instances / Stopwatch.GetElapsedTime(startedAt).TotalSeconds, one, crowd);
    }

    /// <summary>One chain through a Durable Task client.</summary>
    public static async Task RunAsync(DurableTaskClient client, int activities)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Chain", activities);
        var done = await client.WaitForInstanceCompletionAsync(id);
        if (done.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
        {
            throw new InvalidOperationException($"Chain {id} is {done.RuntimeStatus}.");
        }
    }

    private static async Task<double[]> RunManyAsync(Func<Task> chain, int instances, int parallel)
    {
        var times = new double[instances];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(parallel, instances)).Select(_ => Task.Run(async () =>
        {
            int index;
            while ((index = Interlocked.Increment(ref next)) < instances)
            {
                var startedAt = Stopwatch.GetTimestamp();
                await chain();
                times[index] = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
            }
        })));
        return times;
    }
}

/// <summary>What was measured of chains; times in milliseconds.</summary>
internal sealed record ChainFigures(double PerSecond, double[] Alone, double[] Crowd)
{
    public double AloneMedian => Percentile(Alone, 0.50);

    public static double Percentile(double[] values, double share)
    {
        var sorted = values.Order().ToArray();
        return Math.Round(sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))], 3);
    }
}
