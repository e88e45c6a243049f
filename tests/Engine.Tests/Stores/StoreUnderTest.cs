using Dazhou.DurableEngine;
using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Tests.Stores;

/// <summary>A store and short ways to write to it.</summary>
internal sealed class StoreUnderTest : IDisposable
{
    public static readonly DateTimeOffset At = TestEngine.Start;
    private readonly TestFolder _folder = new();
    private readonly StoreKind _kind;

    public StoreUnderTest(StoreKind kind)
    {
        _kind = kind;
        Store = Open();
    }

    public IOrchestrationStore Store { get; private set; }

    /// <summary>Closes and opens again; what is in memory only would be gone, so it stays.</summary>
    public void Reopen()
    {
        if (_kind == StoreKind.Sqlite)
        {
            Store.Dispose();
            Store = Open();
        }
    }

    public static InstanceRow Row(string id, DateTimeOffset? due = null) => new()
    {
        Id = id,
        Name = "Test",
        Status = InstanceStatus.Running,
        CreatedAt = At,
        UpdatedAt = At,
        NextDue = due,
        Generation = 7,
    };

    public async Task<TResult> WriteAsync<TResult>(Func<IStoreTransaction, TResult> write)
    {
        var command = new Command<TResult>(write);
        Store.Submit(command);
        return await command.Result.WaitAsync(TimeSpan.FromMinutes(1));
    }

    public Task WriteAsync(Action<IStoreTransaction> write) => WriteAsync(transaction =>
    {
        write(transaction);
        return true;
    });

    public Task<InstanceRow> InsertAsync(string id, DateTimeOffset? due = null) => WriteAsync(transaction => transaction.Insert(Row(id, due)));

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }

    private IOrchestrationStore Open()
    {
        IOrchestrationStore store = _kind == StoreKind.Memory
            ? new MemoryStore()
            : new SqliteStore(new DurableEngineOptions { DatabasePath = _folder.Database }, NullLogger.Instance);
        store.Open();
        return store;
    }

    private sealed class Command<TResult>(Func<IStoreTransaction, TResult> write) : StoreCommand
    {
        private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TResult _result = default!;

        public Task<TResult> Result => _done.Task;

        public override void Apply(IStoreTransaction transaction) => _result = write(transaction);

        public override void Done(Exception? error)
        {
            if (error is null)
            {
                _done.SetResult(_result);
            }
            else
            {
                _done.SetException(error);
            }
        }
    }
}
