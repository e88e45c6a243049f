using System.Diagnostics;
using System.Text.Json;
using Dazhou.DurableEngine;
using Microsoft.DurableTask;

namespace Benchmarks;

/// <summary>A process that waits for an event and reminds every day, run through its whole life in virtual time.</summary>
internal static class LifeBenchmark
{
    public static async Task RunAsync(Arguments arguments)
    {
        var days = arguments.Number("days", 730);
        await RunOnceAsync(30);
        var (events, milliseconds) = await RunOnceAsync(days);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { events, ms = Math.Round(milliseconds, 1) }));
    }

    private static async Task<(int Events, double Milliseconds)> RunOnceAsync(int days)
    {
        var clock = Clock.Virtual(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
        await using var engine = await BenchEngine.StartAsync(StoreKind.Memory, string.Empty, Register, clock);
        using var machine = new TimeMachine(clock, [engine.Engine]);
        var startedAt = Stopwatch.GetTimestamp();
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Life", days);
        await machine.RunUntilQuietAsync();
        var milliseconds = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
        var life = await engine.Client.GetInstanceAsync(id, true);
        if (life?.ReadOutputAs<int>() != days)
        {
            throw new InvalidOperationException($"The life of {days} days ended as {life}.");
        }

        return (engine.Engine.ReadHistory(id).Count, milliseconds);
    }

    private static void Register(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<int>("Remind", (_, _) => { })
        .AddOrchestratorFunc<int, int>("Life", async (context, days) =>
        {
            var done = context.WaitForExternalEvent<string>("done");
            for (var day = 1; day <= days; day++)
            {
                var next = context.CreateTimer(context.CurrentUtcDateTime.AddDays(1), CancellationToken.None);
                if (await Task.WhenAny(done, next) == done)
                {
                    return day;
                }

                await context.CallActivityAsync("Remind", day);
            }

            return days;
        });
}
