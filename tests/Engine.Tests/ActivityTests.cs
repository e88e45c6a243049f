using System.Collections.Concurrent;
using Dazhou.DurableEngine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Engine.Tests;

public class ActivityTests
{
    [Theory, EveryEngine]
    public async Task Activities_AHundredAtOnce_AllRunAndAnswerInTheirPlaces(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<int, int>("Square", (_, number) => number * number)
            .AddOrchestratorFunc<int, int[]>("FanOut", (context, count) =>
                Task.WhenAll(Enumerable.Range(0, count).Select(number => context.CallActivityAsync<int>("Square", number)))));

        var result = await engine.RunAsync("FanOut", 100);

        Assert.Equal(Enumerable.Range(0, 100).Select(number => number * number), result.ReadOutputAs<int[]>());
        Assert.Equal(100, engine.History(result.InstanceId, Kind.TaskScheduled).Count);
        Assert.Equal(
            Enumerable.Range(0, 100), engine.History(result.InstanceId, Kind.TaskCompleted).Select(item => item.TaskCompleted.TaskScheduledId).Order());
    }

    [Theory, EveryEngine]
    public async Task Activity_Throws_OrchestratorSeesTypeMessageAndInnerFailures(EngineKind kind)
    {
        TaskFailedException? seen = null;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string>("Fail", _ => Throw.A<string>(
                new InvalidOperationException("外层", new FormatException("中层", new KeyNotFoundException("内层")))))
            .AddOrchestratorFunc("Catch", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("Fail");
                }
                catch (TaskFailedException exception)
                {
                    seen = exception;
                    return "caught";
                }
            }));

        var result = await engine.RunAsync("Catch");

        Assert.Equal("caught", result.ReadOutputAs<string>());
        Assert.NotNull(seen);
        Assert.Equal("Fail", seen.TaskName);
        Assert.Equal(0, seen.TaskId);
        Assert.Equal("System.InvalidOperationException", seen.FailureDetails.ErrorType);
        Assert.Equal("外层", seen.FailureDetails.ErrorMessage);
        Assert.Contains(nameof(ActivityTests), seen.FailureDetails.StackTrace);
        Assert.Equal("System.FormatException", seen.FailureDetails.InnerFailure?.ErrorType);
        Assert.Equal("内层", seen.FailureDetails.InnerFailure?.InnerFailure?.ErrorMessage);
        Assert.True(seen.FailureDetails.IsCausedBy<InvalidOperationException>());
        Assert.False(seen.FailureDetails.IsCausedBy<FormatException>());
    }

    [Theory, EveryEngine]
    public async Task Activity_FailureNotCaught_FailsTheOrchestrationWithIt(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string>("Fail", _ => Throw.A<string>(new TimeoutException("超时")))
            .AddOrchestratorFunc("Outer", context => context.CallActivityAsync<string>("Fail")));

        var result = await engine.RunAsync("Outer");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, result.RuntimeStatus);
        Assert.Contains("超时", result.FailureDetails?.ErrorMessage);
        Assert.Equal(typeof(TaskFailedException).FullName, result.FailureDetails?.ErrorType);
        Assert.Equal("System.TimeoutException", result.FailureDetails?.InnerFailure?.ErrorType);
    }

    [Theory, EveryEngine]
    public async Task Activity_NotRegistered_FailsOnceAndIsNotRetried(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Outer", context => context.CallActivityAsync<string>(
                "Missing", options: TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(1))))));

        var result = await engine.RunAsync("Outer");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, result.RuntimeStatus);
        Assert.Contains("Missing", result.FailureDetails?.ErrorMessage);
        Assert.Equal("ActivityTaskNotFound", result.FailureDetails?.InnerFailure?.ErrorType);
        Assert.Single(engine.History(result.InstanceId, Kind.TaskScheduled));
    }

    [Theory, EveryEngine]
    public async Task Activity_InputOfAnotherShape_FailsThatActivityOnly(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<int, int>("Number", (_, number) => number)
            .AddOrchestratorFunc("Outer", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<int>("Number", "不是数字");
                }
                catch (TaskFailedException exception) when (exception.FailureDetails.ErrorType == "System.Text.Json.JsonException")
                {
                    return -1;
                }
            }));

        Assert.Equal(-1, (await engine.RunAsync("Outer")).ReadOutputAs<int>());
    }

    [Theory, EveryEngine]
    public async Task Activity_NobodyAwaits_KeepsTheOrchestrationRunningUntilDone(EngineKind kind)
    {
        var release = new TaskCompletionSource();
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc("Slow", async _ => await release.Task)
            .AddOrchestratorFunc("Forget", context =>
            {
                _ = context.CallActivityAsync("Slow");
                return Task.FromResult("done");
            }));

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Forget");
        await engine.Client.WaitForInstanceStartAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(id)).RuntimeStatus);

        release.SetResult();
        await engine.SettleAsync();

        Assert.Equal("done", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Activity_AtMostSoManyAtATime_AllRunInTheEnd(EngineKind kind)
    {
        var running = 0;
        var most = 0;
        await using var engine = await TestEngine.StartAsync(
            kind,
            tasks => tasks
                .AddActivityFunc("Count", async _ =>
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref running));
                    await Task.Yield();
                    Interlocked.Decrement(ref running);
                    return 1;
                })
                .AddOrchestratorFunc("FanOut", async context =>
                    (await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => context.CallActivityAsync<int>("Count")))).Sum()),
            options => options.MaximumConcurrentActivities = 3);

        Assert.Equal(40, (await engine.RunAsync("FanOut")).ReadOutputAs<int>());
        Assert.InRange(most, 1, 3);
    }

    [Theory]
    [InlineData(EngineKind.Sqlite)]
    [InlineData(EngineKind.SqliteAlwaysReplay)]
    public async Task Activity_ProcessEndsBeforeItsResult_RunsAgainUnderTheSameTaskId(EngineKind kind)
    {
        using var folder = new TestFolder();
        var taskIds = new ConcurrentQueue<string>();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hang = new TaskCompletionSource();
        void Tasks(DurableTaskRegistry tasks) => tasks
            .AddActivityFunc<string>("Once", async context =>
            {
                taskIds.Enqueue(((InProcessActivityContext)context).TaskId);
                if (taskIds.Count == 2)
                {
                    started.SetResult();
                    await hang.Task;
                }

                return "done";
            })
            .AddOrchestratorFunc("Twice", async context =>
                await context.CallActivityAsync<string>("Once") + await context.CallActivityAsync<string>("Once"));

        string id;
        await using (var first = await TestEngine.StartAsync(kind, Tasks, folder: folder.Path))
        {
            id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Twice");
            await started.Task;
            await first.AbandonAsync();
        }

        await using var second = await TestEngine.StartAsync(kind, Tasks, folder: folder.Path);
        await second.SettleAsync();

        Assert.Equal("donedone", (await second.GetAsync(id)).ReadOutputAs<string>());
        var all = taskIds.ToArray();
        Assert.Equal(3, all.Length);
        Assert.Equal(all[1], all[2]);
        Assert.NotEqual(all[0], all[1]);
        hang.SetResult();
    }

    [Theory, EveryEngine]
    public async Task Activity_OfAnEndedInstanceOfTheSameId_DoesNotAnswerItsSuccessor(EngineKind kind)
    {
        var release = new TaskCompletionSource();
        var calls = 0;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<string>("Answer", async _ =>
            {
                if (Interlocked.Increment(ref calls) == 1)
                {
                    await release.Task;
                    return "old";
                }

                return "new";
            })
            .AddOrchestratorFunc("Ask", async context =>
            {
                await context.WaitForExternalEvent<string>("Go");
                return await context.CallActivityAsync<string>("Answer");
            }));
        var options = new StartOrchestrationOptions("one");
        await engine.BeginAsync("Ask", options: options);
        await engine.Client.RaiseEventAsync("one", "Go");
        await WaitUntilAsync(() => Volatile.Read(ref calls) == 1);
        await engine.Client.TerminateInstanceAsync("one");
        await engine.Client.WaitForInstanceCompletionAsync("one");

        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Ask", null, options);
        await engine.Client.WaitForInstanceStartAsync("one");
        release.SetResult();
        await engine.SettleAsync();
        await engine.RaiseAsync("one", "Go");

        Assert.Equal("new", (await engine.GetAsync("one")).ReadOutputAs<string>());
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
