namespace Dazhou.Serverless.Records;

/// <summary>
/// A record that is one row of one table. Its keys are computed from its own values, so that nobody
/// can store a record under another's key; a table holds one class of records.
/// </summary>
public interface IRow
{
    /// <summary>The table's name: 3 to 63 letters and digits.</summary>
    static abstract string TableName { get; }

    /// <summary>The partition; rows of one partition are read in the order of their row keys.</summary>
    string PartitionKey { get; }

    /// <summary>The key inside the partition.</summary>
    string RowKey { get; }
}

/// <summary>A row as it was read, with the tag that tells whether somebody changed it since.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="Value">The record.</param>
/// <param name="ETag">The version that was read.</param>
public sealed record Row<T>(T Value, string ETag)
    where T : class, IRow;

/// <summary>A part of a partition.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="Rows">The rows, in the order of their row keys.</param>
/// <param name="Continuation">What to pass to read on; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<Row<T>> Rows, string? Continuation)
    where T : class, IRow;

/// <summary>
/// Rows by key. No method reads a whole table: what is listed is read by partition.
/// Conflicts are results, never hidden: an insert that finds the key taken and a replacement that finds
/// the row changed answer false.
/// </summary>
public interface ITableStore
{
    /// <summary>Reads one row; null if there is none, and for keys that no row can have.</summary>
    Task<Row<T>?> FindAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Inserts a row; false if its keys are taken.</summary>
    Task<bool> TryInsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Writes a row whatever stood there: for projections that are always written whole.</summary>
    Task UpsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Replaces what was seen by <paramref name="next"/>, which has the same keys; false if the row was changed or deleted meanwhile.</summary>
    Task<bool> TryReplaceAsync<T>(Row<T> seen, T next, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Deletes a row; nothing happens if there is none.</summary>
    Task DeleteAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Deletes what was seen; false if the row was changed or deleted meanwhile.</summary>
    Task<bool> TryDeleteAsync<T>(Row<T> seen, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Reads a partition, or its rows whose key begins with <paramref name="rowKeyPrefix"/>, in the order of the row keys.</summary>
    IAsyncEnumerable<Row<T>> ReadPartitionAsync<T>(string partitionKey, string? rowKeyPrefix = null, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>
    /// Reads at most <paramref name="size"/> rows of a partition, from where the last page ended; none for a partition or a
    /// continuation that no page can have.
    /// </summary>
    Task<Page<T>> ReadPageAsync<T>(string partitionKey, int size, string? continuation = null, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Counts the rows of a partition, without reading what they hold.</summary>
    Task<int> CountAsync<T>(string partitionKey, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>
    /// Inserts all rows or none: at most 100, of one partition, 4 MiB together.
    /// Throws <see cref="RowsTakenException"/> if a key is taken.
    /// </summary>
    Task InsertBatchAsync<T>(IReadOnlyList<T> rows, CancellationToken cancellation = default)
        where T : class, IRow;
}

/// <summary>A batch found a key taken; nothing of it was written.</summary>
public sealed class RowsTakenException : Exception
{
    /// <summary>Says so without detail.</summary>
    public RowsTakenException()
        : base("A row of the batch exists already; nothing was written.")
    {
    }

    /// <summary>Says which rows.</summary>
    public RowsTakenException(string message)
        : base(message)
    {
    }

    /// <summary>Says which rows, and what the service answered.</summary>
    public RowsTakenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>What is read whole.</summary>
public static class TableStoreReading
{
    /// <summary>The rows of a partition in the order of their keys; for partitions that stay small.</summary>
    public static async Task<List<T>> ListAsync<T>(this ITableStore tables, string partitionKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var rows = new List<T>();
        await foreach (var row in tables.ReadPartitionAsync<T>(partitionKey, cancellation: cancellation)) rows.Add(row.Value);
        return rows;
    }

    /// <summary>Whether a partition has a row whose key begins so; reads no further than the first.</summary>
    public static async Task<bool> AnyAsync<T>(this ITableStore tables, string partitionKey, string rowKeyPrefix, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await foreach (var _ in tables.ReadPartitionAsync<T>(partitionKey, rowKeyPrefix, cancellation)) return true;
        return false;
    }
}
