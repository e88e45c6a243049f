using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engine.Tests;

public class DeterminismTests
{
    [Theory, EveryEngine]
    public async Task ContextValues_AtEveryReplay_AreThoseOfTheFirstRun(EngineKind kind)
    {
        var seen = new ConcurrentDictionary<int, ConcurrentBag<string>>();
        var replayed = false;
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<int, int>("Echo", (_, number) => number)
            .AddOrchestratorFunc("Look", async context =>
            {
                for (var step = 0; step < 5; step++)
                {
                    replayed |= context.IsReplaying;
                    seen.GetOrAdd(step, _ => []).Add($"{context.CurrentUtcDateTime:O} {context.NewGuid()} {context.NewGuid()}");
                    await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                    await context.CallActivityAsync<int>("Echo", step);
                }

                return context.IsReplaying;
            }));

        var result = await engine.RunAsync("Look");

        Assert.False(result.ReadOutputAs<bool>());
        Assert.Equal(kind is EngineKind.MemoryAlwaysReplay or EngineKind.SqliteAlwaysReplay, replayed);
        Assert.All(seen.Values, values => Assert.Single(values.Distinct()));
        Assert.Equal(5, seen.Values.Select(values => values.First()).Distinct().Count());
    }

    [Theory, EveryEngine]
    public async Task ReplaySafeLogger_LogsEachLineOnce(EngineKind kind)
    {
        var lines = new ConcurrentQueue<string>();
        await using var engine = await TestEngine.StartAsync(
            kind,
            tasks => tasks
                .AddActivityFunc<int, int>("Echo", (_, number) => number)
                .AddOrchestratorFunc("Log", async context =>
                {
                    var logger = context.CreateReplaySafeLogger("Test");
                    for (var step = 0; step < 4; step++)
                    {
                        logger.LogInformation("step {Step}", step);
                        await context.CallActivityAsync<int>("Echo", step);
                    }

                    return "done";
                }),
            services: services => services.AddSingleton<ILoggerFactory>(new ListLoggerFactory("Test", lines)));

        await engine.RunAsync("Log");

        Assert.Equal(["step 0", "step 1", "step 2", "step 3"], lines);
    }

    [Theory]
    [InlineData("AnotherActivity", "Other")]
    [InlineData("TimerInstead", "First")]
    [InlineData("NothingAtAll", "First")]
    [InlineData("EndsEarly", "First")]
    [InlineData("ChildInstead", "First")]
    [InlineData("EventInstead", "First")]
    public async Task Code_ChangedUnderARunningInstance_FailsItWithAnErrorThatNamesTheEvent(string change, string named)
    {
        using var folder = new TestFolder();
        string id;
        await using (var before = await TestEngine.StartAsync(EngineKind.Sqlite, Tasks(async context =>
        {
            await context.CallActivityAsync<string>("First");
            await context.WaitForExternalEvent<string>("Go");
            return "old";
        }), folder: folder.Path))
        {
            id = await before.BeginAsync("Changing");
        }

        await using var after = await TestEngine.StartAsync(
            EngineKind.Sqlite,
            Tasks(async context =>
            {
                switch (change)
                {
                    case "AnotherActivity":
                        await context.CallActivityAsync<string>("Other");
                        break;
                    case "TimerInstead":
                        await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                        break;
                    case "ChildInstead":
                        await context.CallSubOrchestratorAsync<string>("Changing", options: new SubOrchestrationOptions(instanceId: "unwanted"));
                        break;
                    case "EventInstead":
                        context.SendEvent("someone", "First", "x");
                        break;
                    case "EndsEarly":
                        return "ended early";
                    default:
                        break;
                }

                await context.WaitForExternalEvent<string>("Go");
                return "new";
            }),
            folder: folder.Path);
        await after.RaiseAsync(id, "Go");

        var result = await after.GetAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, result.RuntimeStatus);
        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", result.FailureDetails?.ErrorType);
        Assert.Contains("Non-Deterministic workflow detected", result.FailureDetails?.ErrorMessage);
        Assert.Contains($"'{named}'", result.FailureDetails?.ErrorMessage);
        Assert.Null(await after.Client.GetInstanceAsync("unwanted"));
    }

    [Fact]
    public async Task Code_ChangedAfterThePlaceWhereAnInstanceWaits_GoesOnWithTheNewCode()
    {
        using var folder = new TestFolder();
        string id;
        await using (var before = await TestEngine.StartAsync(EngineKind.Sqlite, Tasks(async context =>
        {
            await context.CallActivityAsync<string>("FIRST");
            await context.WaitForExternalEvent<string>("Go");
            return "old";
        }), folder: folder.Path))
        {
            id = await before.BeginAsync("Changing");
        }

        await using var after = await TestEngine.StartAsync(EngineKind.Sqlite, Tasks(async context =>
        {
            await context.CallActivityAsync<string>("First");
            await context.WaitForExternalEvent<string>("Go");
            return await context.CallActivityAsync<string>("Other");
        }), folder: folder.Path);
        await after.RaiseAsync(id, "Go");

        Assert.Equal("Other", (await after.GetAsync(id)).ReadOutputAs<string>());
    }

    [Theory, EveryEngine]
    public async Task Orchestrator_KeepsItsThreadByConfigureAwaitTrueAndYield_Runs(EngineKind kind)
    {
        await using var engine = await TestEngine.StartAsync(kind, tasks => tasks
            .AddActivityFunc<int, int>("Echo", (_, number) => number)
            .AddOrchestratorFunc("Configure", async context =>
            {
                await Task.Yield();
                return await context.CallActivityAsync<int>("Echo", 1).ConfigureAwait(true);
            }));

        Assert.Equal(1, (await engine.RunAsync("Configure")).ReadOutputAs<int>());
    }

    private static Action<DurableTaskRegistry> Tasks(Func<TaskOrchestrationContext, Task<string>> orchestrator) => tasks => tasks
        .AddActivityFunc<string>("First", _ => "First")
        .AddActivityFunc<string>("Other", _ => "Other")
        .AddOrchestratorFunc("Changing", orchestrator);

    private sealed class ListLoggerFactory(string category, ConcurrentQueue<string> lines) : ILoggerFactory, ILogger
    {
        private bool _wanted = true;

        public ILogger CreateLogger(string categoryName) => categoryName == category ? this : new ListLoggerFactory(category, lines) { _wanted = false };

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => _wanted;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (_wanted)
            {
                lines.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
