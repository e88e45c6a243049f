using System.Runtime.CompilerServices;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Testing;

/// <summary>Counts what is read of a store: a page that reads more when there are more projects reads a whole table.</summary>
public sealed class MeteredTables(ITableStore inner) : ITableStore
{
    private int _rows;
    private int _calls;

    /// <summary>Rows that were read since <see cref="Reset"/>.</summary>
    public int Rows => _rows;

    /// <summary>Requests since <see cref="Reset"/>; a count of a partition is one.</summary>
    public int Calls => _calls;

    public void Reset() => (_rows, _calls) = (0, 0);

    public async Task<Row<T>?> FindAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Increment(ref _rows);
        return await inner.FindAsync<T>(partitionKey, rowKey, cancellation);
    }

    public async IAsyncEnumerable<Row<T>> ReadPartitionAsync<T>(
        string partitionKey, string? rowKeyPrefix = null, [EnumeratorCancellation] CancellationToken cancellation = default)
        where T : class, IRow
    {
        Interlocked.Increment(ref _calls);
        await foreach (var row in inner.ReadPartitionAsync<T>(partitionKey, rowKeyPrefix, cancellation))
        {
            Interlocked.Increment(ref _rows);
            yield return row;
        }
    }

    public async Task<Page<T>> ReadPageAsync<T>(string partitionKey, int size, string? continuation = null, CancellationToken cancellation = default)
        where T : class, IRow
    {
        Interlocked.Increment(ref _calls);
        var page = await inner.ReadPageAsync<T>(partitionKey, size, continuation, cancellation);
        Interlocked.Add(ref _rows, page.Rows.Count);
        return page;
    }

    public Task<int> CountAsync<T>(string partitionKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        Interlocked.Increment(ref _calls);
        return inner.CountAsync<T>(partitionKey, cancellation);
    }

    public Task<bool> TryInsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow => inner.TryInsertAsync(row, cancellation);

    public Task UpsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow => inner.UpsertAsync(row, cancellation);

    public Task<bool> TryReplaceAsync<T>(Row<T> seen, T next, CancellationToken cancellation = default)
        where T : class, IRow => inner.TryReplaceAsync(seen, next, cancellation);

    public Task DeleteAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow => inner.DeleteAsync<T>(partitionKey, rowKey, cancellation);

    public Task<bool> TryDeleteAsync<T>(Row<T> seen, CancellationToken cancellation = default)
        where T : class, IRow => inner.TryDeleteAsync(seen, cancellation);

    public Task InsertBatchAsync<T>(IReadOnlyList<T> rows, CancellationToken cancellation = default)
        where T : class, IRow => inner.InsertBatchAsync(rows, cancellation);
}
