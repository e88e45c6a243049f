using System.Runtime.CompilerServices;
using Dazhou.Serverless.Records;

namespace Orchestrations.Tests.Simulation;

/// <summary>Tables between whose operations anything else may run, and of which each may fail before or after it was done.</summary>
internal sealed class FlakyTables(ITableStore tables, Faults faults) : ITableStore
{
    private const double Rate = 0.001;

    public async Task<Row<T>?> FindAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await BeginAsync<T>("reading", rowKey);
        return await tables.FindAsync<T>(partitionKey, rowKey, cancellation);
    }

    public async Task<bool> TryInsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await BeginAsync<T>("inserting", row.RowKey);
        return End<T, bool>(await tables.TryInsertAsync(row, cancellation), "inserting", row.RowKey);
    }

    public async Task UpsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await BeginAsync<T>("writing", row.RowKey);
        await tables.UpsertAsync(row, cancellation);
        End<T, bool>(true, "writing", row.RowKey);
    }

    public async Task<bool> TryReplaceAsync<T>(Row<T> seen, T next, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await BeginAsync<T>("replacing", next.RowKey);
        return End<T, bool>(await tables.TryReplaceAsync(seen, next, cancellation), "replacing", next.RowKey);
    }

    public async Task DeleteAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await BeginAsync<T>("deleting", rowKey);
        await tables.DeleteAsync<T>(partitionKey, rowKey, cancellation);
        End<T, bool>(true, "deleting", rowKey);
    }

    public async Task<bool> TryDeleteAsync<T>(Row<T> seen, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await BeginAsync<T>("deleting", seen.Value.RowKey);
        return End<T, bool>(await tables.TryDeleteAsync(seen, cancellation), "deleting", seen.Value.RowKey);
    }

    public async IAsyncEnumerable<Row<T>> ReadPartitionAsync<T>(
        string partitionKey, string? rowKeyPrefix = null, [EnumeratorCancellation] CancellationToken cancellation = default)
        where T : class, IRow
    {
        await BeginAsync<T>("listing", rowKeyPrefix ?? partitionKey);
        await foreach (var row in tables.ReadPartitionAsync<T>(partitionKey, rowKeyPrefix, cancellation)) yield return row;
    }

    public async Task<Page<T>> ReadPageAsync<T>(string partitionKey, int size, string? continuation = null, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await BeginAsync<T>("paging", partitionKey);
        return await tables.ReadPageAsync<T>(partitionKey, size, continuation, cancellation);
    }

    public async Task<int> CountAsync<T>(string partitionKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await BeginAsync<T>("counting", partitionKey);
        return await tables.CountAsync<T>(partitionKey, cancellation);
    }

    public async Task InsertBatchAsync<T>(IReadOnlyList<T> rows, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await BeginAsync<T>("inserting", "batch");
        await tables.InsertBatchAsync(rows, cancellation);
        End<T, bool>(true, "inserting", "batch");
    }

    private async Task BeginAsync<T>(string what, string key)
        where T : class, IRow
    {
        await Task.Yield();
        faults.MayThrow(Rate, $"before {what} {T.TableName} {key}");
    }

    private TResult End<T, TResult>(TResult result, string what, string key)
        where T : class, IRow
    {
        faults.MayThrow(Rate, $"after {what} {T.TableName} {key}");
        return result;
    }
}
