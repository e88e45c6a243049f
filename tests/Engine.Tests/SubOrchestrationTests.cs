using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Engine.Tests;

public class SubOrchestrationTests
{
    [Theory, EveryEngine]
    public async Task Child_Completes_ParentGetsItsResult(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc<int, int>("Double", (_, number) => Task.FromResult(number * 2))
            .AddOrchestratorFunc("Parent", async context =>
                (await Task.WhenAll(Enumerable.Range(0, 20).Select(number => context.CallSubOrchestratorAsync<int>("Double", number)))).Sum()));

        Assert.Equal(380, (await engine.RunAsync("Parent")).ReadOutputAs<int>());
    }

    [Theory, EveryEngine]
    public async Task Child_Fails_ParentSeesItsFailure(EngineKind kind)
    {
        TaskFailedException? seen = null;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Child", _ => Task.FromException<string>(new InvalidOperationException("不行")))
            .AddOrchestratorFunc("Parent", async context =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>("Child");
                }
                catch (TaskFailedException exception)
                {
                    seen = exception;
                    return "caught";
                }
            }));

        Assert.Equal("caught", (await engine.RunAsync("Parent")).ReadOutputAs<string>());
        Assert.Equal("Child", seen?.TaskName);
        Assert.Equal("System.InvalidOperationException", seen?.FailureDetails.ErrorType);
        Assert.Equal("不行", seen?.FailureDetails.ErrorMessage);
    }

    [Theory, EveryEngine]
    public async Task Child_WithRetryPolicyAndId_RunsAgainUnderThatId(EngineKind kind)
    {
        var attempts = 0;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<int>("Attempt", _ => Interlocked.Increment(ref attempts))
            .AddOrchestratorFunc("Child", async context =>
            {
                var attempt = await context.CallActivityAsync<int>("Attempt");
                return attempt < 3 ? Throw.A<string>(new IOException("断线")) : $"{context.InstanceId} {attempt}";
            })
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(
                TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(10))), "the-child"))));

        var result = await engine.RunAsync("Parent");

        Assert.Equal("the-child 3", result.ReadOutputAs<string>());
        Assert.Equal(TestEngine.Start.AddMinutes(20), engine.Clock.GetUtcNow());
    }

    [Theory, EveryEngine]
    public async Task Child_NotRegistered_FailsOnceAndIsNotRetried(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Missing", options: TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(1))))));

        var result = await engine.RunAsync("Parent");

        Assert.Equal("OrchestratorTaskNotFound", result.FailureDetails?.InnerFailure?.ErrorType);
        Assert.Single(engine.History(result.InstanceId, Kind.SubOrchestrationInstanceCreated));
    }

    [Theory, EveryEngine]
    public async Task Child_OfAnIdInUse_FailsAndLeavesTheOtherAlone(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Other", context => context.WaitForExternalEvent<string>("E"))
            .AddOrchestratorFunc("Parent", context =>
                context.CallSubOrchestratorAsync<string>("Other", options: new SubOrchestrationOptions(instanceId: "taken"))));
        await engine.BeginAsync("Other", options: new StartOrchestrationOptions("taken"));

        var result = await engine.RunAsync("Parent");
        await engine.RaiseAsync("taken", "E", "mine");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, result.RuntimeStatus);
        Assert.Contains("taken", result.FailureDetails?.ErrorMessage);
        Assert.Equal("mine", (await engine.GetAsync("taken")).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Child_WithoutId_GetsTheSameOneAtEveryReplay(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Child", async context =>
            {
                await context.WaitForExternalEvent<string>("Go");
                return context.InstanceId;
            })
            .AddOrchestratorFunc("Parent", async context =>
            {
                var child = context.CallSubOrchestratorAsync<string>("Child");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return await child;
            }));
        var id = await engine.BeginAsync("Parent");
        var childId = engine.History(id, Kind.SubOrchestrationInstanceCreated).Single().SubOrchestrationInstanceCreated.InstanceId;
        await engine.AdvanceAsync(TimeSpan.FromHours(2));

        await engine.RaiseAsync(childId, "Go");

        Assert.Equal(childId, (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Child_KnowsItsParentTagsAndVersion(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Child", context => Task.FromResult($"{context.Parent?.Name}/{context.Parent?.InstanceId} {context.Version}"))
            .AddOrchestratorFunc("Parent", context => context.Parent is null
                ? context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "c")
                {
                    Version = "2.1",
                    Tags = new Dictionary<string, string> { ["unit"] = "财政局" },
                })
                : Task.FromResult("unexpected parent")));

        await engine.BeginAsync("Parent", options: new StartOrchestrationOptions("p"));

        Assert.Equal("Parent/p 2.1", (await engine.GetAsync("p")).ReadOutputAs<string>());
        Assert.Equal("财政局", (await engine.GetAsync("c")).Tags["unit"]);
    }

    [Theory, EveryEngine]
    public async Task Child_NobodyAwaits_KeepsTheParentRunningAndAnswersUnheard(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<string>("Go"))
            .AddOrchestratorFunc("Parent", context =>
            {
                _ = context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "c"));
                return Task.FromResult("parent done");
            }));
        var id = await engine.BeginAsync("Parent");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(id)).RuntimeStatus);

        await engine.RaiseAsync("c", "Go", "child done");

        Assert.Equal("child done", (await engine.GetAsync("c")).ReadOutputAs<string>());
        Assert.Equal("parent done", (await engine.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task SendEvent_ReachesAnotherInstance_AndIsDroppedWhereThereIsNone(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Receiver", context => context.WaitForExternalEvent<string>("Note"))
            .AddOrchestratorFunc("Sender", context =>
            {
                context.SendEvent("receiver", "Note", "你好");
                context.SendEvent("nobody", "Note", "喂");
                return Task.FromResult("sent");
            }));
        await engine.BeginAsync("Receiver", options: new StartOrchestrationOptions("receiver"));

        var sender = await engine.RunAsync("Sender");

        Assert.Equal("sent", sender.ReadOutputAs<string>());
        Assert.Equal("你好", (await engine.GetAsync("receiver")).ReadOutputAs<string>());
        Assert.Equal(2, engine.History(sender.InstanceId, Kind.EventSent).Count);
    }

    [Theory, EveryEngine]
    public async Task Child_OfAnEndedParent_DoesNotAnswerAParentOfTheSameId(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<string>("Go"))
            .AddOrchestratorFunc<string, string>("Parent", (context, child) =>
                context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: child))));
        var options = new StartOrchestrationOptions("p");
        await engine.BeginAsync("Parent", "first", options);
        await engine.Client.TerminateInstanceAsync("p");
        await engine.SettleAsync();
        await engine.BeginAsync("Parent", "second", options);

        await engine.RaiseAsync("first", "Go", "wrong");
        await engine.RaiseAsync("second", "Go", "right");

        Assert.Equal("right", (await engine.GetAsync("p")).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Children_NestedDeeply_AnswerThroughAllLevels(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddOrchestratorFunc<int, int>("Nest", async (context, depth) =>
                depth == 0 ? 0 : 1 + await context.CallSubOrchestratorAsync<int>("Nest", depth - 1)));

        Assert.Equal(30, (await engine.RunAsync("Nest", 30)).ReadOutputAs<int>());
    }
}
