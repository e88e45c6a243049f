using System.Text.Json;
using Dazhou.DurableEngine;

namespace Benchmarks;

/// <summary>Chains of no-op activities: how many a second, and how long one takes alone and in the crowd.</summary>
internal static class EngineBenchmark
{
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
        await using var engine = await BenchEngine.StartAsync(store, Path.Combine(folder, "runtime.db"), Chains.Register);
        var figures = await Chains.MeasureAsync(() => Chains.RunAsync(engine.Client, activities), instances, parallel);
        var disk = Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new
        {
            store = arguments.Text("store", "sqlite"),
            instances,
            per_s = Math.Round(figures.PerSecond, 1),
            turns_per_s = Math.Round(figures.PerSecond * (activities + 1), 1),
            alone_p50_ms = figures.AloneMedian,
            p50_ms = ChainFigures.Percentile(figures.Crowd, 0.50),
            p95_ms = ChainFigures.Percentile(figures.Crowd, 0.95),
            p99_ms = ChainFigures.Percentile(figures.Crowd, 0.99),
            peak_rss_mb = Math.Round(BenchEngine.PeakMemoryMb(), 1),
            disk_mb = Math.Round(disk / 1048576.0, 1),
        }));
    }
}
