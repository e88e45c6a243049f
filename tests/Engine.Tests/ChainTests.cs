using Microsoft.DurableTask.Client;

namespace Engine.Tests;

public class ChainTests
{
    [Theory]
    [MemberData(nameof(TestEngine.Kinds), MemberType = typeof(TestEngine))]
    public async Task Activities_InARow_PassTheirResultsOn(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string, string>("Greet", (_, name) => $"你好,{name}")
            .AddOrchestratorFunc<string, string>("Chain", async (context, name) =>
            {
                var first = await context.CallActivityAsync<string>("Greet", name);
                var second = await context.CallActivityAsync<string>("Greet", first);
                return await context.CallActivityAsync<string>("Greet", second);
            }));

        var result = await engine.RunAsync("Chain", "达州");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, result.RuntimeStatus);
        Assert.Equal("你好,你好,你好,达州", result.ReadOutputAs<string>());
        Assert.Equal("达州", result.ReadInputAs<string>());
    }
}
