using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Engine.Tests;

public class SuspendTests
{
    [Theory, EveryEngine]
    public async Task Suspended_EventsTimersAndResults_AreHeldUntilResumed(EngineKind kind)
    {
        var release = new TaskCompletionSource();
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string>("Slow", async _ =>
            {
                await release.Task;
                return "result";
            })
            .AddOrchestratorFunc("Wait", async context =>
            {
                var order = new List<string>();
                async Task Note(Task<string> task) => order.Add($"{await task}@{(context.CurrentUtcDateTime - TestEngine.Start.UtcDateTime).TotalHours}");
                async Task<string> Timer()
                {
                    await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                    return "timer";
                }

                await Task.WhenAll(
                    Note(context.CallActivityAsync<string>("Slow")), Note(Timer()), Note(context.WaitForExternalEvent<string>("E")));
                return order;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await engine.Client.WaitForInstanceStartAsync(id);
        await engine.Client.SuspendInstanceAsync(id, "盘点");
        while ((await engine.GetAsync(id)).RuntimeStatus != OrchestrationRuntimeStatus.Suspended)
        {
            await Task.Yield();
        }

        release.SetResult();
        await engine.RaiseAsync(id, "E", "event");
        await engine.AdvanceAsync(TimeSpan.FromHours(5));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await engine.GetAsync(id)).RuntimeStatus);
        Assert.Null(engine.Engine.NextDue);
        await engine.Client.ResumeInstanceAsync(id);
        await engine.SettleAsync();

        Assert.Equal(["event@5", "result@5", "timer@5"], (await engine.GetAsync(id)).ReadOutputAs<List<string>>());
        Assert.Equal("盘点", engine.History(id, Kind.ExecutionSuspended).Single().ExecutionSuspended.Input);
    }

    [Theory]
    [InlineData(EngineKind.Sqlite)]
    [InlineData(EngineKind.SqliteAlwaysReplay)]
    public async Task Suspended_ProcessEnds_StaysSuspendedWithWhatItHeld(EngineKind kind)
    {
        using var folder = new TestFolder();
        void Tasks(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc("Wait", async context =>
            await context.WaitForExternalEvent<string>("E") + await context.WaitForExternalEvent<string>("E"));
        string id;
        await using (var first = await TestEngine.StartAsync(kind, Tasks, folder: folder.Path))
        {
            id = await first.BeginAsync("Wait");
            await first.Client.SuspendInstanceAsync(id);
            await first.RaiseAsync(id, "E", "a");
        }

        await using var second = await TestEngine.StartAsync(kind, Tasks, folder: folder.Path);
        await second.RaiseAsync(id, "E", "b");
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await second.GetAsync(id)).RuntimeStatus);
        await second.Client.ResumeInstanceAsync(id);
        await second.SettleAsync();

        Assert.Equal("ab", (await second.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Suspend_DoesNotReachSubOrchestrations(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<string>("E"))
            .AddOrchestratorFunc("Parent", context =>
                context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "c"))));
        var id = await engine.BeginAsync("Parent");
        await engine.Client.SuspendInstanceAsync(id);
        await engine.SettleAsync();

        await engine.RaiseAsync("c", "E", "done");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.GetAsync("c")).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await engine.GetAsync(id)).RuntimeStatus);
        await engine.Client.ResumeInstanceAsync(id);
        await engine.SettleAsync();
        Assert.Equal("done", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task SuspendAndResume_OfAMissingInstance_AreRefused(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, _ => { });

        await TestEngine.RefusedAsync(StatusCode.NotFound, () => engine.Client.SuspendInstanceAsync("nobody"));
        await TestEngine.RefusedAsync(StatusCode.NotFound, () => engine.Client.ResumeInstanceAsync("nobody"));
    }

    [Theory, EveryEngine]
    public async Task Resume_OfOneThatRuns_ChangesNothing(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("E")));
        var id = await engine.BeginAsync("Wait");

        await engine.Client.ResumeInstanceAsync(id);
        await engine.Client.SuspendInstanceAsync(id);
        await engine.Client.SuspendInstanceAsync(id);
        await engine.Client.ResumeInstanceAsync(id);
        await engine.RaiseAsync(id, "E", "x");

        Assert.Equal("x", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }
}
