using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Engine.Tests;

public class ClientTests
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("Echo", (_, input) => Task.FromResult(input))
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("E"));

    [Theory, EveryEngine]
    public async Task Query_PageByPage_FindsEachOnceInTheOrderOfTheirStart(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        for (var number = 0; number < 25; number++)
        {
            await engine.BeginAsync("Echo", $"{number}", new StartOrchestrationOptions($"i{number:00}"));
        }

        var pages = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in engine.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 10)).AsPages())
        {
            pages.Add(page);
        }

        Assert.Equal([10, 10, 5], pages.Select(page => page.Values.Count));
        Assert.Equal(Enumerable.Range(0, 25).Select(number => $"i{number:00}"), pages.SelectMany(page => page.Values).Select(item => item.InstanceId));
        var second = new OrchestrationQuery(PageSize: 3, ContinuationToken: pages[0].ContinuationToken);
        Assert.Equal("i10", (await engine.Client.GetAllInstancesAsync(second).FirstAsync()).InstanceId);
    }

    [Theory, EveryEngine]
    public async Task Query_ByStatusTimeAndPrefix_FindsThoseOnly(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        await engine.BeginAsync("Echo", "a", new StartOrchestrationOptions("p-1"));
        await engine.AdvanceAsync(TimeSpan.FromHours(1));
        await engine.BeginAsync("Wait", null, new StartOrchestrationOptions("p-2"));
        await engine.AdvanceAsync(TimeSpan.FromHours(1));
        await engine.BeginAsync("Echo", "b", new StartOrchestrationOptions("q%1"));

        async Task<List<string>> Find(OrchestrationQuery query) =>
            await engine.Client.GetAllInstancesAsync(query).Select(item => item.InstanceId).ToListAsync();

        Assert.Equal(["p-1", "p-2"], await Find(new OrchestrationQuery(InstanceIdPrefix: "p-")));
        Assert.Equal(["q%1"], await Find(new OrchestrationQuery(InstanceIdPrefix: "q%")));
        Assert.Empty(await Find(new OrchestrationQuery(InstanceIdPrefix: "%")));
        Assert.Equal(["p-2"], await Find(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running])));
        Assert.Equal(["p-2", "q%1"], await Find(new OrchestrationQuery(CreatedFrom: TestEngine.Start.AddHours(1))));
        Assert.Equal(["p-1", "p-2"], await Find(new OrchestrationQuery(CreatedTo: TestEngine.Start.AddHours(1))));
    }

    [Theory, EveryEngine]
    public async Task Query_FetchesInputsAndOutputsOnlyWhenAsked(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        await engine.BeginAsync("Echo", "你好");

        var with = await engine.Client.GetAllInstancesAsync(new OrchestrationQuery(FetchInputsAndOutputs: true)).FirstAsync();
        var without = await engine.Client.GetAllInstancesAsync().FirstAsync();

        Assert.Equal("你好", with.ReadInputAs<string>());
        Assert.Equal("你好", with.ReadOutputAs<string>());
        Assert.Null(without.SerializedInput);
        Assert.Throws<InvalidOperationException>(() => without.ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Wait_BegunBeforeTheInstanceExists_CompletesWithIt(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        var started = engine.Client.WaitForInstanceStartAsync("later");
        var ended = engine.Client.WaitForInstanceCompletionAsync("later", true);
        Assert.False(started.IsCompleted || ended.IsCompleted);

        await engine.BeginAsync("Wait", null, new StartOrchestrationOptions("later"));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await started.WaitAsync(TimeSpan.FromMinutes(1))).RuntimeStatus);
        await engine.RaiseAsync("later", "E", "done");

        Assert.Equal("done", (await ended.WaitAsync(TimeSpan.FromMinutes(1))).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Wait_Cancelled_ThrowsAndTheInstanceGoesOn(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        var id = await engine.BeginAsync("Wait");
        using var stop = new CancellationTokenSource();
        var waiting = engine.Client.WaitForInstanceCompletionAsync(id, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await engine.RaiseAsync(id, "E", "done");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.Client.WaitForInstanceCompletionAsync(id)).RuntimeStatus);
    }

    [Theory, EveryEngine]
    public async Task StartAt_InTheFuture_BeginsThenAndNotBefore(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("When", context => Task.FromResult(context.CurrentUtcDateTime)));
        var at = TestEngine.Start.AddDays(2);
        var id = await engine.BeginAsync("When", null, new StartOrchestrationOptions(StartAt: at.ToOffset(TimeSpan.FromHours(8))));

        await engine.Machine.AdvanceToAsync(at.AddTicks(-1));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await engine.GetAsync(id)).RuntimeStatus);
        await engine.Machine.AdvanceToAsync(at);

        Assert.Equal(at.UtcDateTime, (await engine.GetAsync(id)).ReadOutputAs<DateTime>());
    }

    [Theory]
    [InlineData(EngineKind.Sqlite)]
    [InlineData(EngineKind.SqliteAlwaysReplay)]
    public async Task StartAt_PassesWhileTheProcessIsDown_BeginsAtTheNextStart(EngineKind kind)
    {
        using var folder = new TestFolder();
        string id;
        await using (var first = await TestEngine.StartAsync(kind, Tasks, folder: folder.Path))
        {
            id = await first.BeginAsync("Echo", "x", new StartOrchestrationOptions(StartAt: TestEngine.Start.AddHours(1)));
        }

        await using var second = await TestEngine.StartAsync(
            kind, Tasks, clock: Dazhou.DurableEngine.Clock.Virtual(TestEngine.Start.AddHours(2)), folder: folder.Path);
        await second.SettleAsync();

        Assert.Equal("x", (await second.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Start_OfAnIdInUse_IsRefusedUntilItHasEnded(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        var options = new StartOrchestrationOptions("one");
        await engine.BeginAsync("Wait", null, options);

        var error = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => engine.BeginAsync("Echo", "new", options));
        Assert.Contains("one", error.Message);
        await engine.RaiseAsync("one", "E", "old");
        await engine.BeginAsync("Echo", "new", options);

        Assert.Equal("new", (await engine.GetAsync("one")).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Start_WithDedupeStatuses_IsRefusedInThoseOnly(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        var once = new StartOrchestrationOptions("one").WithDedupeStatuses(
            OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Completed);
        await engine.BeginAsync("Echo", "first", once);
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => engine.BeginAsync("Echo", "second", once));

        await engine.BeginAsync("Wait", null, new StartOrchestrationOptions("two"));
        await engine.Client.TerminateInstanceAsync("two");
        await engine.SettleAsync();
        await engine.BeginAsync("Echo", "again", once with { InstanceId = "two" });

        Assert.Equal("first", (await engine.GetAsync("one")).ReadOutputAs<string>());
        Assert.Equal("again", (await engine.GetAsync("two")).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Start_OfOneIdByManyAtOnce_OneWins(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(async () =>
        {
            try
            {
                await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", null, new StartOrchestrationOptions("one"));
                return true;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return false;
            }
        })));

        Assert.Single(outcomes, won => won);
    }

    [Theory, EveryEngine]
    public async Task Start_UnknownOrchestrator_FailsOrIsRefusedAsSet(EngineKind kind)
    {
        await using var lenient = await TestEngine.StartAsync(kind, Tasks);
        var failed = await lenient.RunAsync("Missing");
        await using var strict = await TestEngine.StartAsync(kind, Tasks, options => options.KnowsOrchestrator = name => name != "Missing");
        var error = await Assert.ThrowsAsync<ArgumentException>(() => strict.BeginAsync("Missing"));

        Assert.Equal("OrchestratorTaskNotFound", failed.FailureDetails?.ErrorType);
        Assert.Contains("Missing", error.Message);
        Assert.Equal(0, await strict.Client.GetAllInstancesAsync().CountAsync());
    }

    [Theory, EveryEngine]
    public async Task TagsAndCustomStatus_AreKeptAndShown(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Steps", async context =>
            {
                context.SetCustomStatus(new { step = "公示" });
                await context.WaitForExternalEvent<string>("E");
                context.SetCustomStatus(new { step = "批复" });
                return "done";
            }));
        var id = await engine.BeginAsync("Steps", null, new StartOrchestrationOptions
        {
            Tags = new Dictionary<string, string> { ["单位"] = "财政局" },
        });
        var before = await engine.GetAsync(id);
        await engine.RaiseAsync(id, "E");
        var after = await engine.GetAsync(id);

        Assert.Equal("财政局", before.Tags["单位"]);
        Assert.Equal("公示", before.ReadCustomStatusAs<Dictionary<string, string>>()!["step"]);
        Assert.Equal("批复", after.ReadCustomStatusAs<Dictionary<string, string>>()!["step"]);
    }
}
