using Dazhou.DurableEngine.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engine.Tests;

/// <summary>An instance whose rows cannot be read stands still, says so once, and holds up nobody and no clock.</summary>
public sealed class DamagedInstanceTests
{
    [Theory]
    [InlineData(EngineKind.Memory)]
    [InlineData(EngineKind.Sqlite)]
    public async Task Instance_WithADamagedHistory_StandsStillWhileOthersGoOn(EngineKind kind)
    {
        using var folder = new TestFolder();
        using var log = new ErrorLog();
        var memory = kind == EngineKind.Memory ? new DamagedStore(new MemoryStore()) : null;
        string damaged, whole;
        await using (var before = await StartAsync(kind, folder, log, memory))
        {
            damaged = await before.BeginAsync("Wait");
            whole = await before.BeginAsync("Wait");
        }

        if (memory is null) Damage(folder, damaged);
        else memory.Damaged = damaged;

        await using var after = await StartAsync(kind, folder, log, memory);
        await after.RaiseAsync(damaged, "E", "lost on nobody");
        // The damaged one is due every hour; the clock is not kept waiting.
        await after.AdvanceAsync(TimeSpan.FromHours(3)).WaitAsync(TimeSpan.FromMinutes(1));
        await after.RaiseAsync(damaged, "E", "again");
        await after.RaiseAsync(whole, "E", "arrived");
        await after.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal("arrived", (await after.GetAsync(whole)).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await after.Client.GetInstanceAsync(damaged))!.RuntimeStatus);
        Assert.Equal([damaged], after.Engine.DamagedInstances.Keys);
        Assert.Contains(damaged, Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instance_WhoseHistoryWasMended_GoesOnAfterTheNextStart()
    {
        using var folder = new TestFolder();
        using var log = new ErrorLog();
        var memory = new DamagedStore(new MemoryStore());
        string id;
        await using (var before = await StartAsync(EngineKind.Memory, folder, log, memory))
        {
            id = await before.BeginAsync("Wait");
            memory.Damaged = id;
        }

        await using (var during = await StartAsync(EngineKind.Memory, folder, log, memory))
            await during.RaiseAsync(id, "E", "kept");
        memory.Damaged = null;

        await using var after = await StartAsync(EngineKind.Memory, folder, log, memory);
        await after.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal("kept", (await after.GetAsync(id)).ReadOutputAs<string>());
        Assert.Empty(after.Engine.DamagedInstances);
    }

    [Theory]
    [InlineData(EngineKind.Memory)]
    [InlineData(EngineKind.Sqlite)]
    public async Task Instance_WithADamagedHistory_CanBeTerminated(EngineKind kind)
    {
        using var folder = new TestFolder();
        using var log = new ErrorLog();
        var memory = kind == EngineKind.Memory ? new DamagedStore(new MemoryStore()) : null;
        string damaged;
        await using (var before = await StartAsync(kind, folder, log, memory))
            damaged = await before.BeginAsync("Wait");

        if (memory is null) Damage(folder, damaged);
        else memory.Damaged = damaged;

        await using var after = await StartAsync(kind, folder, log, memory);
        await after.RaiseAsync(damaged, "E", "lost on nobody");
        Assert.Equal([damaged], after.Engine.DamagedInstances.Keys);
        await after.Client.TerminateInstanceAsync(damaged, "damaged");
        await after.SettleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await after.Client.GetInstanceAsync(damaged))!.RuntimeStatus);
        Assert.Empty(after.Engine.DamagedInstances);
        Assert.Null(after.Engine.NextDue);
    }

    private static Task<TestEngine> StartAsync(EngineKind kind, TestFolder folder, ErrorLog log, DamagedStore? memory) => TestEngine.StartAsync(
        kind,
        tasks => tasks.AddOrchestratorFunc("Wait", async context =>
        {
            var arrived = context.WaitForExternalEvent<string>("E");
            while (!arrived.IsCompleted) await Task.WhenAny(arrived, context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None));
            return await arrived;
        }),
        options =>
        {
            options.CustomStore = memory;
            options.CachedInstances = 0;
        },
        services: services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddProvider(log)),
        folder: folder.Path);

    private static void Damage(TestFolder folder, string id)
    {
        SqliteConnection.ClearAllPools();
        using var connection = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE history SET events = x'7B22' WHERE instance = (SELECT key FROM instances WHERE id = $id)";
        command.Parameters.AddWithValue("$id", id);
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    private sealed class DamagedStore(IOrchestrationStore store) : IOrchestrationStore
    {
        public string? Damaged { get; set; }

        public StoreUnavailableException? LastFailure => store.LastFailure;

        public long SizeInBytes => store.SizeInBytes;

        public void Open() => store.Open();

        public void Submit(StoreCommand command) => store.Submit(command);

        public InstanceRow? Find(string id) => store.Find(id);

        public LoadedInstance? Load(string id) => id == Damaged ? throw new System.Text.Json.JsonException("damaged") : store.Load(id);

        public IReadOnlyList<HistoryEvent> ReadPast(long key) => store.ReadPast(key);

        public IReadOnlyList<HistoryEvent> ReadHistory(long key) => store.ReadHistory(key);

        public IReadOnlyList<InstanceRow> Query(InstanceFilter filter) => store.Query(filter);

        public IReadOnlyList<string> ReadWithWork() => store.ReadWithWork();

        public DateTimeOffset? NextDue() => store.NextDue();

        public IReadOnlyList<string> ReadDue(DateTimeOffset now, int limit) => store.ReadDue(now, limit);

        public string? ReadMeta(string key) => store.ReadMeta(key);

        public void Dispose() => store.Dispose();
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            lock (Lines) Lines.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
