using System.Diagnostics;
using System.Text.Json;
using Dazhou.DurableEngine;
using Microsoft.DurableTask;

namespace Benchmarks;

/// <summary>Chains of no-op activities: how many a second, and how long one takes alone and in the crowd.</summary>
internal static class EngineBenchmark
{
    private const int Alone = 200;

    public static async Task RunAsync(Arguments arguments)
    {
        var store = arguments.Text("store", "sqlite") switch
        {
            "sqlite" => StoreKind.Sqlite,
            "memory" => StoreKind.Memory,
            var other => throw new FormatException($"--store is sqlite or memory, not {other}."),
        };
        var instances = arguments.Number("instances", 10_000);
        var activities = arguments.Number("activities", 3);
        var parallel = arguments.Number("parallel", 512);
        var folder = Directory.CreateTempSubdirectory("bench").FullName;
        await MeasureAsync(arguments, store, folder, instances, activities, parallel);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task MeasureAsync(
        Arguments arguments, StoreKind store, string folder, int instances, int activities, int parallel)
    {
        await using var engine = await BenchEngine.StartAsync(store, Path.Combine(folder, "runtime.db"), Register);
        await RunManyAsync(engine, Math.Min(instances, 2_000), activities, parallel);
        var alone = await RunManyAsync(engine, Alone, activities, 1);
        GC.Collect();
        var startedAt = Stopwatch.GetTimestamp();
        var crowd = await RunManyAsync(engine, instances, activities, parallel);
        var seconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
        var disk = Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new
        {
            store = arguments.Text("store", "sqlite"),
            instances,
            per_s = Math.Round(instances / seconds, 1),
            turns_per_s = Math.Round(instances * (activities + 1) / seconds, 1),
            alone_p50_ms = Percentile(alone, 0.50),
            p50_ms = Percentile(crowd, 0.50),
            p95_ms = Percentile(crowd, 0.95),
            p99_ms = Percentile(crowd, 0.99),
            peak_rss_mb = Math.Round(BenchEngine.PeakMemoryMb(), 1),
            disk_mb = Math.Round(disk / 1048576.0, 1),
        }));
    }

    private static void Register(DurableTaskRegistry tasks) => tasks
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

    private static async Task<double[]> RunManyAsync(BenchEngine engine, int instances, int activities, int parallel)
    {
        var times = new double[instances];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(parallel, instances)).Select(_ => Task.Run(async () =>
        {
            int index;
            while ((index = Interlocked.Increment(ref next)) < instances)
            {
                var startedAt = Stopwatch.GetTimestamp();
                var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Chain", activities);
                var done = await engine.Client.WaitForInstanceCompletionAsync(id);
                if (!done.IsCompleted)
                {
                    throw new InvalidOperationException($"Chain {id} is {done.RuntimeStatus}.");
                }

                times[index] = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
            }
        })));
        return times;
    }

    private static double Percentile(double[] values, double share)
    {
        var sorted = values.Order().ToArray();
        return Math.Round(sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))], 3);
    }
}
