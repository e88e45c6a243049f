using System.Reflection;
using Dazhou.DurableEngine;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit.Sdk;

namespace Engine.Tests;

/// <summary>The ways the engine runs in tests: both stores, with waiting instances kept in memory and without.</summary>
public enum EngineKind
{
    Memory,
    MemoryAlwaysReplay,
    Sqlite,
    SqliteAlwaysReplay,
}

/// <summary>Runs a theory on every kind of engine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryEngineAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Enum.GetValues<EngineKind>().Select(kind => new object[] { kind });
}

/// <summary>One engine with its client, in virtual time unless told otherwise.</summary>
public sealed class TestEngine : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private readonly IHost _host;
    private readonly string? _folder;

    private TestEngine(IHost host, Clock clock, string? folder)
    {
        _host = host;
        Clock = clock;
        _folder = folder;
        Machine = new TimeMachine(clock, [Engine]);
    }

    public Clock Clock { get; }

    public TimeMachine Machine { get; }

    public LocalEngine Engine => _host.Services.GetRequiredService<LocalEngine>();

    public DurableTaskClient Client => _host.Services.GetRequiredService<DurableTaskClient>();

    public IServiceProvider Services => _host.Services;

    public static TheoryData<EngineKind> Kinds => [.. Enum.GetValues<EngineKind>()];

    public static async Task<TestEngine> StartAsync(
        EngineKind kind,
        Action<DurableTaskRegistry> tasks,
        Action<DurableEngineOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Clock? clock = null,
        string? folder = null)
    {
        clock ??= Clock.Virtual(Start);
        var ownFolder = folder is null && kind is EngineKind.Sqlite or EngineKind.SqliteAlwaysReplay
            ? Directory.CreateTempSubdirectory("engine").FullName
            : null;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddDurableEngine(value =>
        {
            value.Store = kind is EngineKind.Memory or EngineKind.MemoryAlwaysReplay ? StoreKind.Memory : StoreKind.Sqlite;
            value.DatabasePath = Path.Combine(folder ?? ownFolder ?? ".", "runtime.db");
            value.CachedInstances = kind is EngineKind.MemoryAlwaysReplay or EngineKind.SqliteAlwaysReplay ? 0 : 256;
            options?.Invoke(value);
        });
        builder.Services.AddDurableTasks(tasks);
        services?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new TestEngine(host, clock, ownFolder);
    }

    /// <summary>Runs an orchestration in virtual time until it ends or nothing more is due.</summary>
    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input);
        await Machine.RunUntilQuietAsync();
        return (await Client.GetInstanceAsync(id, true))!;
    }

    /// <summary>Starts an orchestration and lets it go as far as it can without the clock moving.</summary>
    public async Task<string> BeginAsync(string name, object? input = null, StartOrchestrationOptions? options = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, options);
        await SettleAsync();
        return id;
    }

    public async Task RaiseAsync(string id, string name, object? payload = null)
    {
        await Client.RaiseEventAsync(id, name, payload);
        await SettleAsync();
    }

    public async Task<OrchestrationMetadata> GetAsync(string id) =>
        await Client.GetInstanceAsync(id, true) ?? throw new InvalidOperationException($"There is no instance '{id}'.");

    public Task AdvanceAsync(TimeSpan time) => Machine.AdvanceToAsync(Clock.GetUtcNow() + time);

    internal IReadOnlyList<HistoryEvent> History(string id) => Engine.ReadHistory(id);

    internal List<HistoryEvent> History(string id, Kind kind) => [.. History(id).Where(item => item.EventTypeCase == kind)];

    /// <summary>A call that the task hub refuses, by the status that the public protocol has for it.</summary>
    public static async Task RefusedAsync(StatusCode code, Func<Task> call) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);

    /// <summary>When an event happened.</summary>
    internal static DateTimeOffset At(HistoryEvent item) => item.Timestamp.ToDateTimeOffset();

    /// <summary>When a timer is due.</summary>
    internal static DateTimeOffset Due(HistoryEvent item) => (item.TimerFired?.FireAt ?? item.TimerCreated.FireAt).ToDateTimeOffset();

    /// <summary>Lets everything that is under way settle, without moving the clock.</summary>
    public Task SettleAsync() => Engine.WhenIdleAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Ends without draining, as nearly like a crash as one process can.</summary>
    public Task AbandonAsync() => Engine.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        Machine.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
