using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Engine.Tests;

public class RestartAndPurgeTests
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("Echo", (context, input) => Task.FromResult($"{input} {context.CurrentUtcDateTime:HH}"))
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("E"))
        .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>("Echo", "child", new SubOrchestrationOptions(instanceId: "c")));

    [Theory, EveryEngine]
    public async Task Restart_SameId_RunsAgainWithTheSameInput(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        var options = new StartOrchestrationOptions("one")
        {
            Tags = new Dictionary<string, string> { ["unit"] = "财政局" },
        };
        await engine.BeginAsync("Echo", "你好", options);
        await engine.AdvanceAsync(TimeSpan.FromHours(3));

        var id = await engine.Client.RestartAsync("one");
        await engine.SettleAsync();

        var result = await engine.GetAsync("one");
        Assert.Equal("one", id);
        Assert.Equal("你好 04", result.ReadOutputAs<string>());
        Assert.Equal("财政局", result.Tags["unit"]);
        Assert.Equal(TestEngine.Start.AddHours(3), result.CreatedAt);
        Assert.Equal(1, await engine.Client.GetAllInstancesAsync().CountAsync());
    }

    [Theory, EveryEngine]
    public async Task Restart_NewId_LeavesTheOldOne(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        await engine.BeginAsync("Echo", "你好", new StartOrchestrationOptions("one"));

        var id = await engine.Client.RestartAsync("one", restartWithNewInstanceId: true);
        await engine.SettleAsync();

        Assert.NotEqual("one", id);
        Assert.Equal("你好 01", (await engine.GetAsync(id)).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.GetAsync("one")).RuntimeStatus);
    }

    [Theory, EveryEngine]
    public async Task Restart_OfARunningOrMissingInstance_IsRefused(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        var id = await engine.BeginAsync("Wait");

        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Client.RestartAsync(id));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => engine.Client.RestartAsync("nobody"));
        await engine.RaiseAsync(id, "E", "still here");
        Assert.Equal("still here", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Purge_One_TakesItAway_AndRunningOnesStay(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        var done = await engine.BeginAsync("Echo", "x");
        var running = await engine.BeginAsync("Wait");

        Assert.Equal(1, (await engine.Client.PurgeInstanceAsync(done)).PurgedInstanceCount);
        Assert.Equal(0, (await engine.Client.PurgeInstanceAsync(done)).PurgedInstanceCount);
        Assert.Equal(0, (await engine.Client.PurgeInstanceAsync(running)).PurgedInstanceCount);

        Assert.Null(await engine.Client.GetInstanceAsync(done));
        Assert.Empty(engine.History(done));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(running)).RuntimeStatus);
    }

    [Theory, EveryEngine]
    public async Task Purge_Recursive_TakesChildrenToo_AndOtherwiseLeavesThem(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        var first = await engine.BeginAsync("Parent");
        Assert.Equal(1, (await engine.Client.PurgeInstanceAsync(first)).PurgedInstanceCount);
        Assert.NotNull(await engine.Client.GetInstanceAsync("c"));
        var second = await engine.BeginAsync("Parent");

        var result = await engine.Client.PurgeInstanceAsync(second, new PurgeInstanceOptions(Recursive: true));

        Assert.Equal(2, result.PurgedInstanceCount);
        Assert.Null(await engine.Client.GetInstanceAsync("c"));
    }

    [Theory, EveryEngine]
    public async Task Purge_ByFilter_TakesThoseOfThatTimeAndStatusOnly(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        var early = await engine.BeginAsync("Echo", "early");
        var terminated = await engine.BeginAsync("Wait");
        await engine.Client.TerminateInstanceAsync(terminated);
        await engine.AdvanceAsync(TimeSpan.FromHours(1));
        var late = await engine.BeginAsync("Echo", "late");

        var result = await engine.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(
            CreatedTo: TestEngine.Start.AddMinutes(30), Statuses: [OrchestrationRuntimeStatus.Completed]));

        Assert.Equal(1, result.PurgedInstanceCount);
        Assert.Null(await engine.Client.GetInstanceAsync(early));
        Assert.NotNull(await engine.Client.GetInstanceAsync(terminated));
        Assert.NotNull(await engine.Client.GetInstanceAsync(late));
    }
}
