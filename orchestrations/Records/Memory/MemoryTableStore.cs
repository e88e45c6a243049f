using System.Runtime.CompilerServices;

namespace Dazhou.Serverless.Records;

/// <summary>
/// Stores rows in memory, for rehearsals and fast tests, with the keys, order, limits and conflicts of Azure. Records are serialized, so
/// that callers share no objects and what storage would lose is lost here as well.
/// </summary>
public sealed class MemoryTableStore : ITableStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedDictionary<(string Partition, string Row), (StoredRow Row, long Tag)>> _tables = new(StringComparer.Ordinal);
    private long _tag;

    /// <inheritdoc/>
    public Task<Row<T>?> FindAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        if (!TableKey.CanBe(partitionKey) || !TableKey.CanBe(rowKey))
            return Task.FromResult<Row<T>?>(null);
        var key = (TableKey.Encode(partitionKey), TableKey.Encode(rowKey));
        lock (_lock)
            return Task.FromResult(Table<T>().TryGetValue(key, out var found) ? ToRow<T>(found) : null);
    }

    /// <inheritdoc/>
    public Task<bool> TryInsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var stored = RowCodec.Encode(row);
        lock (_lock)
            return Task.FromResult(Table<T>().TryAdd((stored.PartitionKey, stored.RowKey), (stored, ++_tag)));
    }

    /// <inheritdoc/>
    public Task UpsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var stored = RowCodec.Encode(row);
        lock (_lock)
            Table<T>()[(stored.PartitionKey, stored.RowKey)] = (stored, ++_tag);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> TryReplaceAsync<T>(Row<T> seen, T next, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var stored = RowCodec.Encode(next);
        RowRules.SameKeys(seen.Value, next);
        lock (_lock)
        {
            var table = Table<T>();
            var key = (stored.PartitionKey, stored.RowKey);
            if (!table.TryGetValue(key, out var current) || TagOf(current.Tag) != seen.ETag)
                return Task.FromResult(false);
            table[key] = (stored, ++_tag);
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var key = (TableKey.Encode(partitionKey), TableKey.Encode(rowKey));
        lock (_lock)
            Table<T>().Remove(key);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> TryDeleteAsync<T>(Row<T> seen, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var key = (TableKey.Encode(seen.Value.PartitionKey), TableKey.Encode(seen.Value.RowKey));
        lock (_lock)
            return Task.FromResult(Table<T>().TryGetValue(key, out var current) && TagOf(current.Tag) == seen.ETag && Table<T>().Remove(key));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Row<T>> ReadPartitionAsync<T>(string partitionKey, string? rowKeyPrefix = null, [EnumeratorCancellation] CancellationToken cancellation = default)
        where T : class, IRow
    {
        await Task.CompletedTask;
        foreach (var row in Select<T>(partitionKey, rowKeyPrefix))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    /// <inheritdoc/>
    public Task<Page<T>> ReadPageAsync<T>(string partitionKey, int size, string? continuation = null, CancellationToken cancellation = default)
        where T : class, IRow
    {
        RowRules.PageSize(size);
        if (continuation is not null && !TableKey.IsWrittenForm(continuation))
            return Task.FromResult(new Page<T>([], Continuation: null));
        var rows = Select<T>(partitionKey, rowKeyPrefix: null)
            .SkipWhile(row => continuation is not null && string.CompareOrdinal(TableKey.Encode(row.Value.RowKey), continuation) <= 0)
            .Take(size + 1)
            .ToList();
        return Task.FromResult(rows.Count <= size
            ? new Page<T>(rows, Continuation: null)
            : new Page<T>(rows[..size], TableKey.Encode(rows[size - 1].Value.RowKey)));
    }

    /// <inheritdoc/>
    public Task<int> CountAsync<T>(string partitionKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var partition = TableKey.Encode(partitionKey);
        lock (_lock)
            return Task.FromResult(Table<T>().Keys.Count(key => key.Partition == partition));
    }

    /// <inheritdoc/>
    public Task InsertBatchAsync<T>(IReadOnlyList<T> rows, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var batch = RowCodec.EncodeBatch(rows);
        lock (_lock)
        {
            var table = Table<T>();
            if (batch.Any(row => table.ContainsKey((row.PartitionKey, row.RowKey))))
                throw new RowsTakenException();
            foreach (var row in batch)
                table.Add((row.PartitionKey, row.RowKey), (row, ++_tag));
        }

        return Task.CompletedTask;
    }

    private static string TagOf(long tag) => $"W/\"{tag}\"";

    private static Row<T> ToRow<T>((StoredRow Row, long Tag) found)
        where T : class, IRow =>
        new(RowCodec.Decode<T>(found.Row.Pieces), TagOf(found.Tag));

    private List<Row<T>> Select<T>(string partitionKey, string? rowKeyPrefix)
        where T : class, IRow
    {
        if (!TableKey.CanBe(partitionKey))
            return [];
        var partition = TableKey.Encode(partitionKey);
        var range = string.IsNullOrEmpty(rowKeyPrefix) ? ((string From, string To)?)null : TableKey.Range(rowKeyPrefix);
        lock (_lock)
        {
            return [.. Table<T>()
                .Where(row => row.Key.Partition == partition
                    && (range is null || (string.CompareOrdinal(row.Key.Row, range.Value.From) >= 0 && string.CompareOrdinal(row.Key.Row, range.Value.To) < 0)))
                .Select(row => ToRow<T>(row.Value))];
        }
    }

    private SortedDictionary<(string Partition, string Row), (StoredRow Row, long Tag)> Table<T>()
        where T : class, IRow
    {
        RowRules.TableName(T.TableName);
        if (!_tables.TryGetValue(T.TableName, out var table))
        {
            table = new(Comparer<(string Partition, string Row)>.Create((x, y) =>
                string.CompareOrdinal(x.Partition, y.Partition) is var byPartition and not 0 ? byPartition : string.CompareOrdinal(x.Row, y.Row)));
            _tables.Add(T.TableName, table);
        }

        return table;
    }
}
