using System.Text.Json;
using Dazhou.DurableEngine;
using Microsoft.DurableTask.Testing;

namespace Benchmarks.Peers;

/// <summary>The same chain on this engine and on what others offer for one machine, in one call, as ratios.</summary>
internal static class PeersBenchmark
{
    public static async Task RunAsync(Arguments arguments)
    {
        var instances = arguments.Number("instances", 2_000);
        var activities = arguments.Number("activities", 3);
        var parallel = arguments.Number("parallel", 64);

        var memory = await OursAsync(StoreKind.Memory, instances * 5, activities, parallel);
        var sqlite = await OursAsync(StoreKind.Sqlite, instances * 5, activities, parallel);
        // Its sidecar has a host of its own, which logs every request to the console unless its configuration says otherwise.
        Environment.SetEnvironmentVariable("Logging__LogLevel__Default", "None");
        ChainFigures testHost;
        await using (var host = await DurableTaskTestHost.StartAsync(Chains.Register))
        {
            // One at a time: with as many work items as cores it looks every half second whether one has ended.
            testHost = await Chains.MeasureAsync(() => Chains.RunAsync(host.Client, activities), Math.Max(instances / 10, 1), parallel: 1);
        }

        ChainFigures azureStorage;
        await using (var hub = await AzureStorageHub.StartAsync())
        {
            // Its client polls every two seconds and a chain takes a tenth of one: a few hundred are enough to tell.
            azureStorage = await Chains.MeasureAsync(() => hub.RunAsync(activities), Math.Max(instances / 10, 1), parallel, alone: 10);
        }

        await WriteAsync("engine, memory", memory, memory);
        await WriteAsync("engine, SQLite", sqlite, memory);
        await WriteAsync("Microsoft.DurableTask.InProcessTestHost (memory)", testHost, memory);
        await WriteAsync("DurableTask.AzureStorage on Azurite", azureStorage, memory);
    }

    private static async Task<ChainFigures> OursAsync(StoreKind store, int instances, int activities, int parallel)
    {
        var folder = Directory.CreateTempSubdirectory("bench").FullName;
        ChainFigures figures;
        await using (var engine = await BenchEngine.StartAsync(store, Path.Combine(folder, "runtime.db"), Chains.Register))
        {
            figures = await Chains.MeasureAsync(() => Chains.RunAsync(engine.Client, activities), instances, parallel);
        }

        Directory.Delete(folder, recursive: true);
        return figures;
    }

    private static Task WriteAsync(string engine, ChainFigures figures, ChainFigures first) => Console.Out.WriteLineAsync(JsonSerializer.Serialize(new
    {
        engine,
        per_s = Math.Round(figures.PerSecond, 1),
        alone_p50_ms = figures.AloneMedian,
        of_the_first = Math.Round(figures.PerSecond / first.PerSecond, 4),
    }));
}
