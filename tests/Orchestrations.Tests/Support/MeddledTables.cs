using Dazhou.Serverless.Records;

namespace Orchestrations.Tests.Support;

/// <summary>Tables in which something else happens once, just before a certain operation: what another call does in between.</summary>
internal sealed class MeddledTables(ITableStore inner) : ITableStore
{
    private (string Operation, Func<Task> Act)? _meddler;

    /// <summary>What happens before the next operation of a name, such as <c>replace Deadlines</c>.</summary>
    public void Before(string operation, Func<Task> act) => _meddler = (operation, act);

    /// <summary>Whether it happened.</summary>
    public bool Happened => _meddler is null;

    public async Task<Row<T>?> FindAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await MeddleAsync<T>("find");
        return await inner.FindAsync<T>(partitionKey, rowKey, cancellation);
    }

    public async Task<bool> TryInsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await MeddleAsync<T>("insert");
        return await inner.TryInsertAsync(row, cancellation);
    }

    public async Task UpsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await MeddleAsync<T>("upsert");
        await inner.UpsertAsync(row, cancellation);
    }

    public async Task<bool> TryReplaceAsync<T>(Row<T> seen, T next, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await MeddleAsync<T>("replace");
        return await inner.TryReplaceAsync(seen, next, cancellation);
    }

    public async Task DeleteAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await MeddleAsync<T>("delete");
        await inner.DeleteAsync<T>(partitionKey, rowKey, cancellation);
    }

    public async Task<bool> TryDeleteAsync<T>(Row<T> seen, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await MeddleAsync<T>("delete");
        return await inner.TryDeleteAsync(seen, cancellation);
    }

    public IAsyncEnumerable<Row<T>> ReadPartitionAsync<T>(string partitionKey, string? rowKeyPrefix = null, CancellationToken cancellation = default)
        where T : class, IRow => inner.ReadPartitionAsync<T>(partitionKey, rowKeyPrefix, cancellation);

    public Task<Page<T>> ReadPageAsync<T>(string partitionKey, int size, string? continuation = null, CancellationToken cancellation = default)
        where T : class, IRow => inner.ReadPageAsync<T>(partitionKey, size, continuation, cancellation);

    public Task<int> CountAsync<T>(string partitionKey, CancellationToken cancellation = default)
        where T : class, IRow => inner.CountAsync<T>(partitionKey, cancellation);

    public Task InsertBatchAsync<T>(IReadOnlyList<T> rows, CancellationToken cancellation = default)
        where T : class, IRow => inner.InsertBatchAsync(rows, cancellation);

    private async Task MeddleAsync<T>(string operation)
        where T : class, IRow
    {
        if (_meddler is not { } meddler || meddler.Operation != $"{operation} {T.TableName}") return;
        _meddler = null;
        await meddler.Act();
    }
}
