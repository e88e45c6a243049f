using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Engine.Tests;

public class TerminateTests
{
    private static void Family(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Grandchild", context => context.WaitForExternalEvent<string>("E"))
        .AddOrchestratorFunc("Child", context => context.CallSubOrchestratorAsync<string>("Grandchild", options: new SubOrchestrationOptions(instanceId: "g")))
        .AddOrchestratorFunc("Parent", async context =>
        {
            try
            {
                return await context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "c"));
            }
            catch (TaskFailedException exception)
            {
                return $"child ended: {exception.FailureDetails.ErrorMessage}";
            }
        });

    [Theory, EveryEngine]
    public async Task Running_Terminated_EndsWithTheOutputAndDoesNothingMore(EngineKind kind)
    {
        var ran = 0;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<int>("Count", _ => Interlocked.Increment(ref ran))
            .AddOrchestratorFunc("Wait", async context =>
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return await context.CallActivityAsync<int>("Count");
            }));
        var id = await engine.BeginAsync("Wait");

        await engine.Client.TerminateInstanceAsync(id, new { reason = "撤销" });
        await engine.SettleAsync();
        await engine.AdvanceAsync(TimeSpan.FromHours(2));

        var result = await engine.GetAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, result.RuntimeStatus);
        Assert.Equal("撤销", result.ReadOutputAs<Dictionary<string, string>>()!["reason"]);
        Assert.Equal(0, ran);
        Assert.Null(engine.Engine.NextDue);
        await TestEngine.RefusedAsync(StatusCode.FailedPrecondition, () => engine.Client.RaiseEventAsync(id, "E"));
    }

    [Theory, EveryEngine]
    public async Task Pending_Terminated_NeverBegins(EngineKind kind)
    {
        var ran = 0;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<int>("Count", _ => Interlocked.Increment(ref ran))
            .AddOrchestratorFunc("Later", context => context.CallActivityAsync<int>("Count")));
        var id = await engine.BeginAsync("Later", options: new StartOrchestrationOptions(StartAt: TestEngine.Start.AddDays(1)));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await engine.GetAsync(id)).RuntimeStatus);

        await engine.Client.TerminateInstanceAsync(id);
        await engine.Machine.RunUntilQuietAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.GetAsync(id)).RuntimeStatus);
        Assert.Equal(0, ran);
    }

    [Theory, EveryEngine]
    public async Task Suspended_Terminated_Ends(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Family);
        var id = await engine.BeginAsync("Grandchild");
        await engine.Client.SuspendInstanceAsync(id);
        await engine.RaiseAsync(id, "E", "held");

        await engine.Client.TerminateInstanceAsync(id);
        await engine.SettleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.GetAsync(id)).RuntimeStatus);
    }

    [Theory, EveryEngine]
    public async Task Parent_TerminatedRecursively_TakesAllBelowWithIt(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Family);
        var id = await engine.BeginAsync("Parent");

        await engine.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions("stop", Recursive: true));
        await engine.SettleAsync();

        foreach (var each in (string[])[id, "c", "g"])
        {
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.GetAsync(each)).RuntimeStatus);
        }
    }

    [Theory, EveryEngine]
    public async Task Parent_TerminatedAlone_LeavesItsChildrenRunning(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Family);
        var id = await engine.BeginAsync("Parent");

        await engine.Client.TerminateInstanceAsync(id);
        await engine.SettleAsync();
        await engine.RaiseAsync("g", "E", "done");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.GetAsync(id)).RuntimeStatus);
        Assert.Equal("done", (await engine.GetAsync("c")).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Child_Terminated_ParentGetsAFailure(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Family);
        var id = await engine.BeginAsync("Parent");

        await engine.Client.TerminateInstanceAsync("c");
        await engine.SettleAsync();

        Assert.StartsWith("child ended:", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Ended_TerminatedAgain_StaysAsItWas(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks.AddOrchestratorFunc("Short", _ => Task.FromResult("done")));
        var id = await engine.BeginAsync("Short");

        await engine.Client.TerminateInstanceAsync(id, "too late");
        await engine.SettleAsync();

        Assert.Equal("done", (await engine.GetAsync(id)).ReadOutputAs<string>());
        await TestEngine.RefusedAsync(StatusCode.NotFound, () => engine.Client.TerminateInstanceAsync("nobody"));
    }

    [Theory, EveryEngine]
    public async Task Terminated_WithAnActivityRunning_LeavesNothingOpenBehind(EngineKind kind)
    {
        var release = new TaskCompletionSource();
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string>("Slow", async _ =>
            {
                await release.Task;
                return "late";
            })
            .AddOrchestratorFunc("Wait", context => context.CallActivityAsync<string>("Slow")));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await engine.Client.WaitForInstanceStartAsync(id);
        await engine.Client.TerminateInstanceAsync(id);
        await engine.Client.WaitForInstanceCompletionAsync(id);
        Assert.True(engine.Engine.Find(id)!.HasOpenTasks);

        release.SetResult();
        await engine.SettleAsync();

        Assert.False(engine.Engine.Find(id)!.HasOpenTasks);
        Assert.Empty(engine.History(id, Kind.TaskCompleted));
        Assert.Empty(engine.Engine.Store.ReadWithWork());
    }
}
