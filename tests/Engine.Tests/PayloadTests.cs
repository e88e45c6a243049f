using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Engine.Tests;

public class PayloadTests
{
    private const int TenMegabytes = 10 * 1024 * 1024;

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<string, int>("Measure", (_, text) => text.Length)
        .AddActivityFunc<int, string>("Make", (_, length) => new string('甲', length))
        .AddOrchestratorFunc<string, string>("Echo", (_, text) => Task.FromResult(text))
        .AddOrchestratorFunc<int, int>("Activities", async (context, length) =>
            await context.CallActivityAsync<int>("Measure", await context.CallActivityAsync<string>("Make", length)))
        .AddOrchestratorFunc<int, string>("Output", (_, length) => Task.FromResult(new string('a', length)))
        .AddOrchestratorFunc<int, string>("Input", async (context, length) =>
        {
            await context.CallActivityAsync<int>("Measure", new string('a', length));
            return "sent";
        })
        .AddOrchestratorFunc("Wait", async context => (await context.WaitForExternalEvent<string>("E")).Length);

    [Theory, EveryEngine]
    public async Task TenMegabytes_AsInputOutputEventAndResult_Work(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks);
        var text = new string('a', TenMegabytes);

        var echoed = await engine.RunAsync("Echo", text);
        var measured = await engine.RunAsync("Activities", TenMegabytes / 6);
        var id = await engine.BeginAsync("Wait");
        await engine.RaiseAsync(id, "E", text);

        Assert.Equal(text, echoed.ReadOutputAs<string>());
        Assert.Equal(text, echoed.ReadInputAs<string>());
        Assert.Equal(TenMegabytes / 6, measured.ReadOutputAs<int>());
        Assert.Equal(TenMegabytes, (await engine.GetAsync(id)).ReadOutputAs<int>());
    }

    [Theory, EveryEngine]
    public async Task BeyondTheLimit_EachIsRefusedClearlyAndNothingIsHalfWritten(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, Tasks, options => options.MaximumPayloadBytes = 1000);
        var large = new string('a', 999);
        var waiting = await engine.BeginAsync("Wait");

        var input = await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Echo", large));
        var raised = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => engine.Client.RaiseEventAsync(waiting, "E", large));
        var output = await engine.RunAsync("Output", 999);
        var activityInput = await engine.RunAsync("Input", 999);
        var activityResult = await engine.RunAsync("Activities", 999);

        foreach (var message in (string?[])
            [input.Message, raised.Message, output.FailureDetails?.ErrorMessage, activityInput.FailureDetails?.ErrorMessage, activityResult.FailureDetails?.ErrorMessage])
        {
            Assert.Contains("1,000", message);
        }

        Assert.Equal(4, await engine.Client.GetAllInstancesAsync().CountAsync());
        Assert.Empty(engine.History(waiting, Kind.EventRaised));
        Assert.Empty(engine.History(activityInput.InstanceId, Kind.TaskScheduled));
        Assert.Null(output.SerializedOutput);
        Assert.Equal("ok", (await engine.RunAsync("Echo", "ok")).ReadOutputAs<string>());
        await engine.RaiseAsync(waiting, "E", new string('a', 998));
        Assert.Equal(998, (await engine.GetAsync(waiting)).ReadOutputAs<int>());
    }

    [Theory, EveryEngine]
    public async Task OutputThatCannotBeSerialized_FailsTheInstanceClearly(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks.AddOrchestratorFunc("Cycle", _ =>
        {
            var cycle = new Node();
            cycle.Next = cycle;
            return Task.FromResult(cycle);
        }));

        var result = await engine.RunAsync("Cycle");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, result.RuntimeStatus);
        Assert.Contains("cycle", result.FailureDetails?.ErrorMessage);
    }

    private sealed class Node
    {
        public Node? Next { get; set; }
    }
}
