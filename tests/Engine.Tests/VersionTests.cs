using Dazhou.DurableEngine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Engine.Tests;

public class VersionTests
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc("Version", context => context.Version)
        .AddOrchestratorFunc("Version", async context => $"{context.Version}/{await context.CallActivityAsync<string>("Version")}")
        .AddOrchestratorFunc("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return context.CurrentUtcDateTime;
        });

    private static Action<DurableEngineOptions> Worker(VersionMatchStrategy match, VersionFailureStrategy failure, string version = "2.0") =>
        options => options.Versioning = new VersioningOptions { Version = version, MatchStrategy = match, FailureStrategy = failure };

    private static StartOrchestrationOptions Of(string version) => new() { Version = new TaskVersion(version) };

    [Theory, EveryEngine]
    public async Task Version_OfTheInstance_IsSeenByItAndItsActivities(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);

        Assert.Equal("1.5/1.5", (await engine.GetAsync(await engine.BeginAsync("Version", null, Of("1.5")))).ReadOutputAs<string>());
        Assert.Equal("/", (await engine.GetAsync(await engine.BeginAsync("Version"))).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(VersionMatchStrategy.Strict, "2.0", true)]
    [InlineData(VersionMatchStrategy.Strict, "1.9", false)]
    [InlineData(VersionMatchStrategy.Strict, "2.1", false)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.0", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "1.9", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.1", false)]
    [InlineData(VersionMatchStrategy.None, "9.0", true)]
    public async Task Version_OfTheWorker_DecidesWhatRuns(VersionMatchStrategy match, string version, bool runs)
    {
        await using var engine = await TestEngine.StartAsync(EngineKind.Memory, Tasks, Worker(match, VersionFailureStrategy.Fail));

        var result = await engine.GetAsync(await engine.BeginAsync("Version", null, Of(version)));

        Assert.Equal(runs ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Failed, result.RuntimeStatus);
        Assert.Equal(runs ? null : "VersionMismatch", result.FailureDetails?.ErrorType);
    }

    [Theory]
    [InlineData(EngineKind.Sqlite)]
    [InlineData(EngineKind.SqliteAlwaysReplay)]
    public async Task Version_Rejected_WaitsForAWorkerThatRunsIt(EngineKind kind)
    {
        using var folder = new TestFolder();
        string id;
        await using (var old = await TestEngine.StartAsync(
            kind, Tasks, Worker(VersionMatchStrategy.Strict, VersionFailureStrategy.Reject, "1.0"), folder: folder.Path))
        {
            id = await old.BeginAsync("Version", null, Of("2.0"));
            Assert.Equal(OrchestrationRuntimeStatus.Pending, (await old.GetAsync(id)).RuntimeStatus);
        }

        await using var current = await TestEngine.StartAsync(
            kind, Tasks, Worker(VersionMatchStrategy.Strict, VersionFailureStrategy.Reject), folder: folder.Path);
        await current.SettleAsync();

        Assert.Equal("2.0/2.0", (await current.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(EngineKind.Sqlite)]
    [InlineData(EngineKind.SqliteAlwaysReplay)]
    public async Task Version_RejectedWithATimerDue_DoesNotDelayTheTimersOfOthers(EngineKind kind)
    {
        using var folder = new TestFolder();
        await using (var before = await TestEngine.StartAsync(kind, Tasks, folder: folder.Path))
        {
            await before.BeginAsync("Sleep", null, Of("9.0"));
        }

        await using var engine = await TestEngine.StartAsync(
            kind, Tasks, Worker(VersionMatchStrategy.CurrentOrOlder, VersionFailureStrategy.Reject), folder: folder.Path);
        await engine.AdvanceAsync(TimeSpan.FromMinutes(30));
        var id = await engine.BeginAsync("Sleep", null, Of("1.0"));
        await engine.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal(TestEngine.Start.AddMinutes(90).UtcDateTime, (await engine.GetAsync(id)).ReadOutputAs<DateTime>());
    }

    [Theory, EveryEngine]
    public async Task CompareVersionTo_GatesNewCode(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Gate", context => Task.FromResult(context.CompareVersionTo("1.10"))));

        async Task<int> Compare(string version) => (await engine.GetAsync(await engine.BeginAsync("Gate", null, Of(version)))).ReadOutputAs<int>();

        Assert.True(await Compare("1.9") < 0);
        Assert.Equal(0, await Compare("1.10"));
        Assert.True(await Compare("2") > 0);
    }

    [Theory, EveryEngine]
    public async Task DefaultVersion_OfTheClient_IsTakenWhereNoneIsGiven(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(
            kind, Tasks, services: services => Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions
                .Configure<GrpcDurableTaskClientOptions>(services, options => options.DefaultVersion = "3.0"));

        Assert.Equal("3.0/3.0", (await engine.GetAsync(await engine.BeginAsync("Version"))).ReadOutputAs<string>());
        Assert.Equal("1.0/1.0", (await engine.GetAsync(await engine.BeginAsync("Version", null, Of("1.0")))).ReadOutputAs<string>());
    }
}
