using Dazhou.DurableEngine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Engine.Tests;

public class TimerTests
{
    [Theory, EveryEngine]
    public async Task Timer_FiresAtItsInstantAndNotBefore(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Sleep", async context =>
            {
                await context.CreateTimer(TimeSpan.FromHours(7), CancellationToken.None);
                return context.CurrentUtcDateTime;
            }));
        var id = await engine.BeginAsync("Sleep");

        await engine.Machine.AdvanceToAsync(TestEngine.Start.AddHours(7) - TimeSpan.FromTicks(1));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(id)).RuntimeStatus);

        await engine.AdvanceAsync(TimeSpan.FromTicks(1));
        Assert.Equal(TestEngine.Start.AddHours(7).UtcDateTime, (await engine.GetAsync(id)).ReadOutputAs<DateTime>());
    }

    [Theory, EveryEngine]
    public async Task Timer_InThePast_FiresAtOnce(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Late", async context =>
            {
                await context.CreateTimer(context.CurrentUtcDateTime.AddDays(-30), CancellationToken.None);
                return "done";
            }));

        var id = await engine.BeginAsync("Late");

        Assert.Equal("done", (await engine.GetAsync(id)).ReadOutputAs<string>());
        Assert.Equal(TestEngine.Start, engine.Clock.GetUtcNow());
    }

    [Theory, EveryEngine]
    public async Task Timer_OfTenDays_IsSplitIntoThreeDayParts(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Sleep", async context =>
            {
                await context.CreateTimer(TimeSpan.FromDays(10), CancellationToken.None);
                return "done";
            }));

        var result = await engine.RunAsync("Sleep");

        Assert.Equal(
            [3, 6, 9, 10], engine.History(result.InstanceId, Kind.TimerCreated).Select(timer => (TestEngine.Due(timer) - TestEngine.Start).TotalDays));
        Assert.Equal(
            [3, 6, 9, 10], engine.History(result.InstanceId, Kind.TimerFired).Select(timer => (TestEngine.At(timer) - TestEngine.Start).TotalDays));
    }

    [Theory, EveryEngine]
    public async Task Timer_OfAYear_EndsOnTheDay(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Sleep", async context =>
            {
                await context.CreateTimer(context.CurrentUtcDateTime.AddYears(1), CancellationToken.None);
                return context.CurrentUtcDateTime;
            }));

        var result = await engine.RunAsync("Sleep");

        Assert.Equal(TestEngine.Start.AddYears(1).UtcDateTime, result.ReadOutputAs<DateTime>());
        Assert.Equal(122, engine.History(result.InstanceId, Kind.TimerFired).Count);
    }

    [Theory, EveryEngine]
    public async Task Timer_Cancelled_ThrowsAndDoesNotHoldUpTheEnd(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Cancel", async context =>
            {
                using var stop = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromDays(2), stop.Token);
                stop.Cancel();
                try
                {
                    await timer;
                    return "fired";
                }
                catch (TaskCanceledException)
                {
                    return "cancelled";
                }
            }));

        var id = await engine.BeginAsync("Cancel");

        Assert.Equal("cancelled", (await engine.GetAsync(id)).ReadOutputAs<string>());
        Assert.Null(engine.Engine.NextDue);
    }

    [Theory, EveryEngine]
    public async Task Timer_NobodyAwaits_KeepsTheOrchestrationRunningUntilItFires(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Forget", context =>
            {
                _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return Task.FromResult("done");
            }));
        var id = await engine.BeginAsync("Forget");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(id)).RuntimeStatus);

        await engine.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.GetAsync(id)).RuntimeStatus);
    }

    [Theory, EveryEngine]
    public async Task Timers_ManyAtOneInstant_AllFireThenInOneTurn(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Many", async context =>
            {
                var due = context.CurrentUtcDateTime.AddHours(1);
                await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => context.CreateTimer(due, CancellationToken.None)));
                return context.CurrentUtcDateTime;
            }));

        var result = await engine.RunAsync("Many");

        Assert.Equal(TestEngine.Start.AddHours(1).UtcDateTime, result.ReadOutputAs<DateTime>());
        Assert.Equal(Enumerable.Range(0, 50), engine.History(result.InstanceId, Kind.TimerFired).Select(timer => timer.TimerFired.TimerId));
        Assert.Equal(2, engine.History(result.InstanceId, Kind.OrchestratorStarted).Count);
    }

    [Theory, EveryEngine]
    public async Task Timers_OfManyInstancesAtOneInstant_AllFire(EngineKind kind)
    {
        const int Instances = 700;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Sleep", async context =>
            {
                await context.CreateTimer(TestEngine.Start.AddHours(1).UtcDateTime, CancellationToken.None);
                return "done";
            }));
        await Task.WhenAll(Enumerable.Range(0, Instances).Select(number =>
            engine.Client.ScheduleNewOrchestrationInstanceAsync("Sleep", null, new StartOrchestrationOptions($"s{number}"))));

        await engine.AdvanceAsync(TimeSpan.FromHours(1));

        var done = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed]);
        Assert.Equal(Instances, await engine.Client.GetAllInstancesAsync(done).CountAsync());
    }

    [Theory, EveryEngine]
    public async Task Timers_OfDifferentInstants_FireInTheirOrderWithTheirTimes(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Race", async context =>
            {
                var order = new List<string>();
                async Task Wait(string name, int minutes)
                {
                    await context.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
                    order.Add($"{name}@{(context.CurrentUtcDateTime - TestEngine.Start.UtcDateTime).TotalMinutes}");
                }

                await Task.WhenAll(Wait("c", 30), Wait("a", 10), Wait("b", 20));
                return order;
            }));

        Assert.Equal(["a@10", "b@20", "c@30"], (await engine.RunAsync("Race")).ReadOutputAs<List<string>>());
    }

    [Theory]
    [InlineData(EngineKind.Memory)]
    [InlineData(EngineKind.Sqlite)]
    public async Task Timers_OnARunningClock_FireInRealTimeAndWhenTheClockIsMoved(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(
            kind,
            tasks => tasks.AddOrchestratorFunc("Sleep", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMilliseconds(20), CancellationToken.None);
                context.SetCustomStatus("short");
                await context.CreateTimer(TimeSpan.FromDays(2), CancellationToken.None);
                return "done";
            }),
            clock: Clock.Running(TimeSpan.FromDays(1)));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Sleep");
        while ((await engine.GetAsync(id)).SerializedCustomStatus is null)
        {
            await Task.Yield();
        }

        engine.Clock.MoveTo(engine.Clock.GetUtcNow().AddDays(2));
        engine.Engine.Poke();

        var result = await engine.Client.WaitForInstanceCompletionAsync(id, true).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("done", result.ReadOutputAs<string>());
    }
}
