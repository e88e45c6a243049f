using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Engine.Tests;

public class RetryTests
{
    [Theory, EveryEngine]
    public async Task Policy_WithBackoffAndLimit_WaitsExactlySoLong(EngineKind kind)
    {
        var instants = new List<DateTimeOffset>();
        TestEngine engine = null!;
        engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string>("Flaky", _ =>
            {
                instants.Add(engine.Clock.GetUtcNow());
                return instants.Count < 5 ? throw new IOException("断线") : "ok";
            })
            .AddOrchestratorFunc("Retry", context => context.CallActivityAsync<string>("Flaky", options: TaskOptions.FromRetryPolicy(
                new RetryPolicy(10, TimeSpan.FromSeconds(10), 3, maxRetryInterval: TimeSpan.FromMinutes(1))))));
        await using var owned = engine;

        var result = await engine.RunAsync("Retry");

        Assert.Equal("ok", result.ReadOutputAs<string>());
        Assert.Equal([0, 10, 40, 100, 160], instants.Select(instant => (instant - TestEngine.Start).TotalSeconds));
    }

    [Theory, EveryEngine]
    public async Task Policy_AttemptsUsedUp_FailsWithTheLastFailure(EngineKind kind)
    {
        var attempts = 0;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string>("Fail", _ => Throw.A<string>(new IOException($"第{Interlocked.Increment(ref attempts)}次")))
            .AddOrchestratorFunc("Retry", context => context.CallActivityAsync<string>(
                "Fail", options: TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(1))))));

        var result = await engine.RunAsync("Retry");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, result.RuntimeStatus);
        Assert.Contains("第3次", result.FailureDetails?.ErrorMessage);
        Assert.Equal(3, attempts);
        // Two waits, and the immediate timer that the Durable Task Framework leaves after the last attempt.
        Assert.Equal(3, engine.History(result.InstanceId, Kind.TimerCreated).Count);
        Assert.Equal(TestEngine.Start.AddSeconds(2), engine.Clock.GetUtcNow());
    }

    [Theory, EveryEngine]
    public async Task Policy_TimeoutReached_GivesUpBeforeTheAttemptsAreUsedUp(EngineKind kind)
    {
        var attempts = 0;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string>("Fail", _ =>
            {
                Interlocked.Increment(ref attempts);
                return Throw.A<string>(new IOException("断线"));
            })
            .AddOrchestratorFunc("Retry", context => context.CallActivityAsync<string>("Fail", options: TaskOptions.FromRetryPolicy(
                new RetryPolicy(100, TimeSpan.FromSeconds(10), retryTimeout: TimeSpan.FromSeconds(35))))));

        var result = await engine.RunAsync("Retry");

        // At 0, 10, 20, 30 and 40 s; only after 35 s is no further wait begun.
        Assert.Equal(OrchestrationRuntimeStatus.Failed, result.RuntimeStatus);
        Assert.Equal(5, attempts);
    }

    [Theory, EveryEngine]
    public async Task Policy_HandleFailureSaysNo_StopsAtOnce(EngineKind kind)
    {
        var attempts = 0;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string>("Fail", _ => Throw.A<string>(++attempts == 1 ? new IOException("再试") : new FormatException("别试")))
            .AddOrchestratorFunc("Retry", context => context.CallActivityAsync<string>("Fail", options: TaskOptions.FromRetryPolicy(
                new RetryPolicy(9, TimeSpan.FromSeconds(1)) { HandleFailure = failure => failure.IsCausedBy<IOException>() }))));

        var result = await engine.RunAsync("Retry");

        Assert.Contains("别试", result.FailureDetails?.ErrorMessage);
        Assert.Equal(2, attempts);
    }

    [Theory, EveryEngine]
    public async Task Policy_FilterThrows_TheTasksOwnFailureIsSeen(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string>("Fail", _ => Throw.A<string>(new IOException("真正的原因")))
            .AddOrchestratorFunc("Retry", context => context.CallActivityAsync<string>("Fail", options: TaskOptions.FromRetryPolicy(
                new RetryPolicy(9, TimeSpan.FromSeconds(1)) { HandleFailure = _ => Throw.A<bool>(new InvalidOperationException("过滤器坏了")) }))));

        var result = await engine.RunAsync("Retry");

        Assert.Contains("真正的原因", result.FailureDetails?.ErrorMessage);
    }

    [Theory, EveryEngine]
    public async Task Handler_Asynchronous_DecidesAndMayWait(EngineKind kind)
    {
        var attempts = 0;
        var contexts = new Dictionary<int, (string Error, TimeSpan Total)>();
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string>("Fail", _ => ++attempts < 4 ? throw new IOException($"第{attempts}次") : "ok")
            .AddOrchestratorFunc("Retry", context => context.CallActivityAsync<string>("Fail", options: TaskOptions.FromRetryHandler(async retry =>
            {
                contexts[retry.LastAttemptNumber] = (retry.LastFailure.ErrorMessage, retry.TotalRetryTime);
                await retry.OrchestrationContext.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return true;
            }))));

        var result = await engine.RunAsync("Retry");

        Assert.Equal("ok", result.ReadOutputAs<string>());
        Assert.Equal(("第1次", TimeSpan.Zero), contexts[1]);
        Assert.Equal(("第3次", TimeSpan.FromHours(2)), contexts[3]);
        Assert.Equal(TestEngine.Start.AddHours(3), engine.Clock.GetUtcNow());
    }

    [Theory, EveryEngine]
    public async Task Handler_SaysNo_FailureGoesOn(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string>("Fail", _ => Throw.A<string>(new IOException("断线")))
            .AddOrchestratorFunc("Retry", context => context.CallActivityAsync<string>(
                "Fail", options: TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 2))));

        var result = await engine.RunAsync("Retry");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, result.RuntimeStatus);
        Assert.Equal(2, engine.History(result.InstanceId, Kind.TaskScheduled).Count);
    }
}
