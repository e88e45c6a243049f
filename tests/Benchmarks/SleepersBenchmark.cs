using System.Diagnostics;
using System.Text.Json;
using Dazhou.DurableEngine;
using Microsoft.DurableTask;

namespace Benchmarks;

/// <summary>
/// Instances that wait for a year: what they cost while they wait. The measuring process is a new one,
/// so that nothing of their creation is in its memory.
/// </summary>
internal static class SleepersBenchmark
{
    private const int Parallel = 512;

    public static async Task RunAsync(Arguments arguments)
    {
        var instances = arguments.Number("instances", 100_000);
        var folder = arguments.Text("data", string.Empty);
        if (folder.Length > 0)
        {
            await MeasureRestartAsync(folder, instances, double.Parse(arguments.Text("create-per-s", "0")));
            return;
        }

        folder = Directory.CreateTempSubdirectory("bench").FullName;
        var perSecond = await CreateAsync(folder, instances);
        // By dotnet, however this process was started: its own path may be dotnet or the program.
        using var again = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(SleepersBenchmark).Assembly.Location, "sleepers", "--instances", instances.ToString(), "--data", folder, "--create-per-s", perSecond.ToString(),
            },
        })!;
        await again.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
        if (again.ExitCode != 0)
        {
            throw new InvalidOperationException($"The restarted process ended with {again.ExitCode}.");
        }
    }

    private static async Task<double> CreateAsync(string folder, int instances)
    {
        await using var engine = await BenchEngine.StartAsync(StoreKind.Sqlite, Path.Combine(folder, "runtime.db"), Register);
        var startedAt = Stopwatch.GetTimestamp();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Parallel).Select(_ => Task.Run(async () =>
        {
            int index;
            while ((index = Interlocked.Increment(ref next)) < instances)
            {
                await engine.Client.ScheduleNewOrchestrationInstanceAsync("Sleeper", StartOptions(index));
            }
        })));
        await engine.Engine.WhenIdleAsync(CancellationToken.None);
        return Math.Round(instances / Stopwatch.GetElapsedTime(startedAt).TotalSeconds, 1);
    }

    private static async Task MeasureRestartAsync(string folder, int instances, double perSecond)
    {
        var startedAt = Stopwatch.GetTimestamp();
        await using var engine = await BenchEngine.StartAsync(StoreKind.Sqlite, Path.Combine(folder, "runtime.db"), Register);
        await engine.Engine.WhenIdleAsync(CancellationToken.None);
        var restart = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;

        var raisedAt = Stopwatch.GetTimestamp();
        var id = $"sleeper-{instances / 2}";
        await engine.Client.RaiseEventAsync(id, "wake", "早上好");
        var woken = await engine.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        var firstEvent = Stopwatch.GetElapsedTime(raisedAt).TotalMilliseconds;

        if (woken.ReadOutputAs<string>() != "早上好")
        {
            throw new InvalidOperationException($"The sleeper woke as {woken}.");
        }

        var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var idleAt = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(5));
        process.Refresh();
        var idle = (process.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(idleAt) * 100;
        var disk = Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new
        {
            instances,
            create_per_s = perSecond,
            rss_mb = Math.Round(process.WorkingSet64 / 1048576.0, 1),
            restart_ms = Math.Round(restart, 1),
            first_event_ms = Math.Round(firstEvent, 1),
            idle_cpu_percent = Math.Round(idle, 2),
            disk_mb = Math.Round(disk / 1048576.0, 1),
        }));
    }

    private static StartOrchestrationOptions StartOptions(int index) => new($"sleeper-{index}");

    private static void Register(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<string>("Sleeper", async context =>
    {
        using var cancel = new CancellationTokenSource();
        var woken = context.WaitForExternalEvent<string>("wake");
        var year = context.CreateTimer(context.CurrentUtcDateTime.AddYears(1), cancel.Token);
        if (await Task.WhenAny(woken, year) == year)
        {
            return "slept";
        }

#pragma warning disable CA1849, MA0042 // CancelAsync would leave the orchestrator's own scheduler.
        cancel.Cancel();
#pragma warning restore CA1849, MA0042
        return await woken;
    });
}
