using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Engine.Tests;

public sealed class RewindTests
{
    [Theory, EveryEngine]
    public async Task Failed_RewoundAfterTheCauseIsMended_GoesOnAndRepeatsNothingThatSucceeded(EngineKind kind)
    {
        var (broken, first, second) = (true, 0, 0);
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc("First", _ => Interlocked.Increment(ref first))
            .AddActivityFunc<string>("Second", _ =>
            {
                Interlocked.Increment(ref second);
                return broken ? throw new InvalidOperationException("坏了") : "done";
            })
            .AddOrchestratorFunc("Two", async context =>
            {
                await context.CallActivityAsync<int>("First");
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                return await context.CallActivityAsync<string>("Second");
            }));
        var failed = await engine.RunAsync("Two");

        broken = false;
        await engine.Client.RewindInstanceAsync(failed.InstanceId, "已修复");
        await engine.SettleAsync();

        var result = await engine.GetAsync(failed.InstanceId);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, result.RuntimeStatus);
        Assert.Null(result.FailureDetails);
        Assert.Equal("done", result.ReadOutputAs<string>());
        Assert.Equal((1, 2), (first, second));
    }

    [Theory, EveryEngine]
    public async Task FanOut_RewoundWithFailuresOfSeveralTurns_RunsOnlyThoseAgain(EngineKind kind)
    {
        var broken = true;
        var runs = new int[4];
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<int, int>("Part", async (_, number) =>
            {
                Interlocked.Increment(ref runs[number]);
                await Task.Yield();
                return broken && number % 2 == 1 ? throw new InvalidOperationException($"part {number}") : number;
            })
            .AddOrchestratorFunc("Fan", async context =>
                (await Task.WhenAll(Enumerable.Range(0, 4).Select(number => context.CallActivityAsync<int>("Part", number)))).Sum()));
        var failed = await engine.RunAsync("Fan");

        broken = false;
        await engine.Client.RewindInstanceAsync(failed.InstanceId, "已修复");
        await engine.SettleAsync();

        Assert.Equal(6, (await engine.GetAsync(failed.InstanceId)).ReadOutputAs<int>());
        Assert.Equal([1, 2, 1, 2], runs);
    }

    [Theory, EveryEngine]
    public async Task Parent_RewoundWhoseChildFailed_TakesTheChildWithIt(EngineKind kind)
    {
        var broken = true;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string>("Work", _ => broken ? throw new InvalidOperationException("坏了") : "worked")
            .AddOrchestratorFunc("Child", context => context.CallActivityAsync<string>("Work"))
            .AddOrchestratorFunc("Parent", async context =>
                "parent: " + await context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "child"))));
        var failed = await engine.RunAsync("Parent");

        broken = false;
        await engine.Client.RewindInstanceAsync(failed.InstanceId, "已修复");
        await engine.SettleAsync();

        Assert.Equal("worked", (await engine.GetAsync("child")).ReadOutputAs<string>());
        Assert.Equal("parent: worked", (await engine.GetAsync(failed.InstanceId)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Code_ThatFailedByItself_RewoundOnMendedCode_TakesItsLastTurnAgain(EngineKind kind)
    {
        var broken = true;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Wait", async context =>
            {
                var text = await context.WaitForExternalEvent<string>("E");
                return broken ? throw new InvalidOperationException("坏了") : text;
            }));
        var id = await engine.BeginAsync("Wait");
        await engine.RaiseAsync(id, "E", "kept");

        broken = false;
        await engine.Client.RewindInstanceAsync(id, "已修复");
        await engine.SettleAsync();

        Assert.Equal("kept", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Rewind_OfWhatHasNotFailed_IsRefused(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("E")));
        var id = await engine.BeginAsync("Wait");

        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Client.RewindInstanceAsync(id, "x"));
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.RewindInstanceAsync("nobody", "x"));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(id)).RuntimeStatus);
    }
}
