using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Engine.Tests;

public class ContinueAsNewTests
{
    [Theory, EveryEngine]
    public async Task Generations_AHundred_EachStartsWithAFreshHistory(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<int, int>("Next", (_, number) => number + 1)
            .AddOrchestratorFunc<int, int>("Loop", async (context, number) =>
            {
                var next = await context.CallActivityAsync<int>("Next", number);
                if (next < 100)
                {
                    context.ContinueAsNew(next);
                }

                return next;
            }));

        var result = await engine.RunAsync("Loop", 0);

        Assert.Equal(100, result.ReadOutputAs<int>());
        Assert.Equal(99, result.ReadInputAs<int>());
        Assert.Single(engine.History(result.InstanceId, Kind.TaskScheduled));
    }

    [Theory, EveryEngine]
    public async Task Events_NotYetTaken_AreKeptForTheNextGeneration(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Collector(preserve: true));
        var id = await engine.BeginAsync("Collect", new Collected([]));
        foreach (var item in (string[])["一", "二", "三"])
        {
            await engine.RaiseAsync(id, "Item", item);
        }

        await engine.RaiseAsync(id, "Go");
        await engine.RaiseAsync(id, "Go");
        await engine.RaiseAsync(id, "Go");

        Assert.Equal(["一", "二", "三"], (await engine.GetAsync(id)).ReadOutputAs<List<string>>());
    }

    [Theory, EveryEngine]
    public async Task Events_NotYetTaken_AreDroppedWhereTheCodeSaysSo(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Collector(preserve: false));
        var id = await engine.BeginAsync("Collect", new Collected([]));
        await engine.RaiseAsync(id, "Item", "一");
        await engine.RaiseAsync(id, "Item", "dropped");
        await engine.RaiseAsync(id, "Go");
        await engine.RaiseAsync(id, "Item", "二");
        await engine.RaiseAsync(id, "Go");
        await engine.RaiseAsync(id, "Item", "三");
        await engine.RaiseAsync(id, "Go");

        Assert.Equal(["一", "二", "三"], (await engine.GetAsync(id)).ReadOutputAs<List<string>>());
    }

    [Theory, EveryEngine]
    public async Task Events_ComingWhileGenerationsChange_AreNeverLostNorDoubled(EngineKind kind)
    {
        const int Events = 300;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc<List<int>, List<int>>("Collect", async (context, taken) =>
            {
                taken.Add(await context.WaitForExternalEvent<int>("Item"));
                if (taken.Count < Events)
                {
                    context.ContinueAsNew(taken);
                }

                return taken;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Collect", new List<int>());
        await Task.WhenAll(Enumerable.Range(0, 3).Select(caller => Task.Run(async () =>
        {
            for (var number = 0; number < Events / 3; number++)
            {
                await engine.Client.RaiseEventAsync(id, "Item", (caller * 1000) + number);
            }
        })));
        await engine.SettleAsync();

        var taken = (await engine.GetAsync(id)).ReadOutputAs<List<int>>()!;
        Assert.Equal(Events, taken.Distinct().Count());
        Assert.All(taken.GroupBy(number => number / 1000), own => Assert.Equal(own.Order(), own));
    }

    [Theory, EveryEngine]
    public async Task ContinueAsNew_WithOpenTasks_WaitsForThemAndTheirAnswersStayBehind(EngineKind kind)
    {
        var release = new TaskCompletionSource();
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<int, string>("Slow", async (_, generation) =>
            {
                if (generation == 0)
                {
                    await release.Task;
                }

                return $"answer {generation}";
            })
            .AddOrchestratorFunc<int, string>("Loop", async (context, generation) =>
            {
                var answer = context.CallActivityAsync<string>("Slow", generation);
                if (generation == 0)
                {
                    context.ContinueAsNew(1);
                    return "old";
                }

                return await answer;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Loop", 0);
        await engine.Client.WaitForInstanceStartAsync(id);
        release.SetResult();
        await engine.SettleAsync();

        Assert.Equal("answer 1", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Timers_CancelledBeforeContinueAsNew_DoNotFireInTheNextGeneration(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc<int, double>("Loop", async (context, generation) =>
            {
                using var stop = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromHours(generation == 0 ? 1 : 5), stop.Token);
                if (generation == 0)
                {
                    stop.Cancel();
                    context.ContinueAsNew(1);
                    return 0;
                }

                await timer;
                return (context.CurrentUtcDateTime - TestEngine.Start.UtcDateTime).TotalHours;
            }));

        var result = await engine.RunAsync("Loop", 0);

        Assert.Equal(5, result.ReadOutputAs<double>());
        Assert.Single(engine.History(result.InstanceId, Kind.TimerFired));
    }

    [Theory, EveryEngine]
    public async Task ContinueAsNew_ThenTheCodeFails_TheInstanceFails(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc<int, string>("Loop", (context, _) =>
            {
                context.ContinueAsNew(1);
                return Throw.A<Task<string>>(new InvalidOperationException("坏了"));
            }));

        var result = await engine.RunAsync("Loop", 0);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, result.RuntimeStatus);
        Assert.Contains("坏了", result.FailureDetails?.ErrorMessage);
    }

    [Theory, EveryEngine]
    public async Task ContinueAsNew_KeepsParentTagsAndStatus_AndMayChangeVersion(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc<int, string>("Child", (context, generation) =>
            {
                if (generation < 3)
                {
                    context.SetCustomStatus($"generation {generation}");
                    context.ContinueAsNew(new ContinueAsNewOptions { NewInput = generation + 1, NewVersion = $"{generation + 1}.0" });
                }

                return Task.FromResult(context.Version);
            })
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>("Child", 0, new SubOrchestrationOptions(instanceId: "c")
            {
                Tags = new Dictionary<string, string> { ["unit"] = "财政局" },
            })));

        var parent = await engine.RunAsync("Parent");
        var child = await engine.GetAsync("c");

        Assert.Equal("3.0", parent.ReadOutputAs<string>());
        Assert.Equal("财政局", child.Tags["unit"]);
        Assert.Equal("generation 2", child.ReadCustomStatusAs<string>());
    }

    private static Action<DurableTaskRegistry> Collector(bool preserve) => tasks => tasks
        .AddOrchestratorFunc<Collected, List<string>>("Collect", async (context, before) =>
        {
            await context.WaitForExternalEvent<string>("Go");
            List<string> taken = [.. before.Items, await context.WaitForExternalEvent<string>("Item")];
            if (taken.Count < 3)
            {
                context.ContinueAsNew(new Collected(taken), preserve);
            }

            return taken;
        });

    private sealed record Collected(List<string> Items);
}
