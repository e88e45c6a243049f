using Microsoft.DurableTask.Client;

namespace Runtime.Tests.Engine;

/// <summary>An orchestrator that awaits what no history can replay ends with an error that says so; it never just stops.</summary>
public class ForeignAwaitTests
{
    [Theory]
    [MemberData(nameof(TestEngine.Kinds), MemberType = typeof(TestEngine))]
    public async Task CancelAsync_WithARegisteredTimer_FailsTheInstanceClearly(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks.AddOrchestratorFunc("Cancels", async context =>
        {
            using var stop = new CancellationTokenSource();
            var woken = context.WaitForExternalEvent<string>("go");
            var timer = context.CreateTimer(TimeSpan.FromDays(30), stop.Token);
            await Task.WhenAny(woken, timer);
            await stop.CancelAsync();
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
        }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Cancels");
        await engine.SettleAsync();
        await engine.Client.RaiseEventAsync(id, "go", "x");

        var ended = await engine.Client.WaitForInstanceCompletionAsync(id).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("replay", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }
}
