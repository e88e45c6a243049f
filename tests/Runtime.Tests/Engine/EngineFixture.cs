using Dazhou.LocalRuntime;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Runtime.Tests.Engine;

/// <summary>The ways the engine runs in tests: both stores, with waiting instances kept in memory and without.</summary>
public enum EngineKind
{
    Memory,
    MemoryAlwaysReplay,
    Sqlite,
    SqliteAlwaysReplay,
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
        Action<LocalRuntimeOptions>? options = null,
        Action<IDurableTaskWorkerBuilder>? worker = null,
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
        builder.Services.Configure<LocalRuntimeOptions>(value =>
        {
            value.Store = kind is EngineKind.Memory or EngineKind.MemoryAlwaysReplay ? StoreKind.Memory : StoreKind.Sqlite;
            value.DatabasePath = Path.Combine(folder ?? ownFolder ?? ".", "runtime.db");
            value.CachedInstances = kind is EngineKind.MemoryAlwaysReplay or EngineKind.SqliteAlwaysReplay ? 0 : 256;
            options?.Invoke(value);
        });
        builder.Services.AddDurableTaskWorker(durable =>
        {
            durable.AddTasks(tasks);
            worker?.Invoke(durable);
        });
        builder.Services.AddDurableTaskClient();
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

    /// <summary>Lets everything that is under way settle, without moving the clock.</summary>
    public Task SettleAsync() => Engine.WhenIdleAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Machine.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
