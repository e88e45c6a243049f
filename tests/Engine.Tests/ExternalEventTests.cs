using Microsoft.DurableTask.Client;

namespace Engine.Tests;

public class ExternalEventTests
{
    [Theory, EveryEngine]
    public async Task Events_BeforeTheWait_AreKeptInTheirOrder(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Collect", async context =>
            {
                await context.WaitForExternalEvent<string>("Begin");
                var taken = new List<string>();
                for (var count = 0; count < 3; count++)
                {
                    taken.Add(await context.WaitForExternalEvent<string>("Item"));
                }

                return taken;
            }));
        var id = await engine.BeginAsync("Collect");
        foreach (var item in (string[])["一", "二", "三"])
        {
            await engine.RaiseAsync(id, "Item", item);
        }

        await engine.RaiseAsync(id, "Begin");

        Assert.Equal(["一", "二", "三"], (await engine.GetAsync(id)).ReadOutputAs<List<string>>());
    }

    [Theory, EveryEngine]
    public async Task Events_AHundredAwaited_ArriveOnceEachInOrder(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Collect", async context =>
            {
                var taken = new List<int>();
                while (taken.Count < 100)
                {
                    taken.Add(await context.WaitForExternalEvent<int>("Item"));
                }

                return taken;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Collect");
        for (var number = 0; number < 100; number++)
        {
            await engine.Client.RaiseEventAsync(id, "Item", number);
        }

        await engine.SettleAsync();

        Assert.Equal(Enumerable.Range(0, 100), (await engine.GetAsync(id)).ReadOutputAs<List<int>>());
    }

    [Theory, EveryEngine]
    public async Task Events_RaisedByManyCallersAtOnce_ArriveOnceEach(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<int, int>("Touch", (_, number) => number)
            .AddOrchestratorFunc("Collect", async context =>
            {
                var taken = new List<int>();
                while (taken.Count < 200)
                {
                    taken.Add(await context.CallActivityAsync<int>("Touch", await context.WaitForExternalEvent<int>("Item")));
                }

                return taken;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Collect");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
        {
            for (var number = 0; number < 50; number++)
            {
                await engine.Client.RaiseEventAsync(id, "Item", (caller * 50) + number);
            }
        })));

        await engine.SettleAsync();

        var taken = (await engine.GetAsync(id)).ReadOutputAs<List<int>>()!;
        Assert.Equal(Enumerable.Range(0, 200), taken.Order());
        // Each caller awaited its own, so its own come in order.
        Assert.All(taken.GroupBy(number => number / 50), own => Assert.Equal(own.Order(), own));
    }

    [Theory, EveryEngine]
    public async Task EventNames_IgnoreCase(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
                await context.WaitForExternalEvent<string>("Approve") + await context.WaitForExternalEvent<string>("APPROVE")));
        var id = await engine.BeginAsync("Wait");

        await engine.RaiseAsync(id, "aPPROVE", "a");
        await engine.RaiseAsync(id, "approve", "b");

        Assert.Equal("ab", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Waiters_OfOneName_TheNewestIsServedFirst(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
            {
                var older = context.WaitForExternalEvent<string>("E");
                var newer = context.WaitForExternalEvent<string>("E");
                await Task.WhenAll(older, newer);
                return $"older={await older} newer={await newer}";
            }));
        var id = await engine.BeginAsync("Wait");
        await engine.RaiseAsync(id, "E", "first");
        await engine.RaiseAsync(id, "E", "second");

        Assert.Equal("older=second newer=first", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Waiters_OfOneNameAndTwoTypes_TheSecondIsRefused(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
            {
                _ = context.WaitForExternalEvent<string>("E");
                return await context.WaitForExternalEvent<int>("E");
            }));

        var result = await engine.RunAsync("Wait");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, result.RuntimeStatus);
        Assert.Equal("System.ArgumentException", result.FailureDetails?.ErrorType);
        Assert.Contains("same type", result.FailureDetails?.ErrorMessage);
    }

    [Theory, EveryEngine]
    public async Task Event_OfAnotherShape_FailsTheInstanceClearly(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
            {
                // The library reads the event before the code can catch anything.
                return await context.WaitForExternalEvent<int>("E");
            }));
        var id = await engine.BeginAsync("Wait");

        await engine.RaiseAsync(id, "E", "不是数字");

        var result = await engine.GetAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, result.RuntimeStatus);
        Assert.Equal("System.Text.Json.JsonException", result.FailureDetails?.ErrorType);
    }

    [Theory, EveryEngine]
    public async Task WaitWithTimeout_EventComesInTime_LeavesNoTimer(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("E", TimeSpan.FromDays(1))));
        var id = await engine.BeginAsync("Wait");

        await engine.RaiseAsync(id, "E", "in time");

        Assert.Equal("in time", (await engine.GetAsync(id)).ReadOutputAs<string>());
        Assert.Null(engine.Engine.NextDue);
    }

    [Theory, EveryEngine]
    public async Task WaitWithTimeout_NothingComes_IsCancelledThen(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
            {
                try
                {
                    return await context.WaitForExternalEvent<string>("E", TimeSpan.FromDays(1));
                }
                catch (OperationCanceledException)
                {
                    return $"{(context.CurrentUtcDateTime - TestEngine.Start.UtcDateTime).TotalDays} day";
                }
            }));

        Assert.Equal("1 day", (await engine.RunAsync("Wait")).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Event_InTheSameTurnAsATimer_IsNotLost(EngineKind kind)
    {
        // The event arrives while the orchestrator is suspended and the timer falls due then: both come in one turn.
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Race", async context =>
            {
                using var stop = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
                var received = context.WaitForExternalEvent<string>("E");
                var first = await Task.WhenAny(timer, received);
                stop.Cancel();
                return (first == received ? "event first: " : "timer first: ") + await received;
            }));
        var id = await engine.BeginAsync("Race");
        await engine.Client.SuspendInstanceAsync(id);
        await engine.RaiseAsync(id, "E", "x");
        await engine.AdvanceAsync(TimeSpan.FromHours(2));
        await engine.Client.ResumeInstanceAsync(id);
        await engine.SettleAsync();

        Assert.Equal("event first: x", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Event_ToAMissingOrEndedInstance_IsRefused(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Short", _ => Task.FromResult("done")));
        var id = await engine.BeginAsync("Short");

        var missing = await Assert.ThrowsAnyAsync<Exception>(() => engine.Client.RaiseEventAsync("nobody", "E"));
        var ended = await Assert.ThrowsAnyAsync<Exception>(() => engine.Client.RaiseEventAsync(id, "E"));

        Assert.Contains("nobody", missing.Message);
        Assert.Contains("Completed", ended.Message);
        Assert.Empty(engine.History(id, Kind.EventRaised));
    }
}
