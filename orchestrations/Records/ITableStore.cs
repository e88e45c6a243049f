namespace Dazhou.Serverless.Records;

/// <summary>
/// A record stored as a row of a table. Keys are computed from its values, so that no record can be stored under another's key; a table
/// holds one record type.
/// </summary>
public interface IRow
{
    /// <summary>Gets the table name: 3 to 63 letters and digits.</summary>
    static abstract string TableName { get; }

    /// <summary>Gets the partition key; the rows of a partition are ordered by row key.</summary>
    string PartitionKey { get; }

    /// <summary>Gets the key within the partition.</summary>
    string RowKey { get; }
}

/// <summary>A row with the ETag that reveals later changes.</summary>
/// <typeparam name="T">The record type.</typeparam>
/// <param name="Value">The record.</param>
/// <param name="ETag">The ETag of the version that was read.</param>
public sealed record Row<T>(T Value, string ETag)
    where T : class, IRow;

/// <summary>A page of a partition.</summary>
/// <typeparam name="T">The record type.</typeparam>
/// <param name="Rows">The rows, by row key.</param>
/// <param name="Continuation">The token for the next page; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<Row<T>> Rows, string? Continuation)
    where T : class, IRow;

/// <summary>
/// Stores rows by key. No method reads a whole table, only partitions. Conflicts are returned, not hidden: inserting an existing key and
/// replacing a changed row return false.
/// </summary>
public interface ITableStore
{
    /// <summary>Returns a row; null if there is none, or if no row can have the keys.</summary>
    Task<Row<T>?> FindAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Inserts a row; false if the keys exist.</summary>
    Task<bool> TryInsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Inserts or overwrites a row; for projections that are always written whole.</summary>
    Task UpsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Replaces a row by <paramref name="next"/>, which must have the same keys; false if it was changed or deleted since it was read.</summary>
    Task<bool> TryReplaceAsync<T>(Row<T> seen, T next, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Deletes a row; does nothing if there is none.</summary>
    Task DeleteAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Deletes a row; false if it was changed or deleted since it was read.</summary>
    Task<bool> TryDeleteAsync<T>(Row<T> seen, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Reads a partition, or its rows whose key starts with <paramref name="rowKeyPrefix"/>, by row key.</summary>
    IAsyncEnumerable<Row<T>> ReadPartitionAsync<T>(string partitionKey, string? rowKeyPrefix = null, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Reads a page of at most <paramref name="size"/> rows of a partition; empty for an invalid partition or continuation.</summary>
    Task<Page<T>> ReadPageAsync<T>(string partitionKey, int size, string? continuation = null, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Counts the rows of a partition without reading their content.</summary>
    Task<int> CountAsync<T>(string partitionKey, CancellationToken cancellation = default)
        where T : class, IRow;

    /// <summary>Inserts all rows or none: at most 100, in one partition, 4 MiB in total. Throws <see cref="RowsTakenException"/> if a key exists.</summary>
    Task InsertBatchAsync<T>(IReadOnlyList<T> rows, CancellationToken cancellation = default)
        where T : class, IRow;
}

/// <summary>A batch contained an existing key; none of its rows was written.</summary>
public sealed class RowsTakenException : Exception
{
    /// <summary>Creates the exception without details.</summary>
    public RowsTakenException()
        : base("A row of the batch exists already; nothing was written.")
    {
    }

    /// <summary>Creates the exception with the rows.</summary>
    public RowsTakenException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the rows and the service's answer.</summary>
    public RowsTakenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Reads whole partitions.</summary>
public static class TableStoreReading
{
    /// <summary>Returns the rows of a partition by row key; for partitions that stay small.</summary>
    public static async Task<List<T>> ListAsync<T>(this ITableStore tables, string partitionKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var rows = new List<T>();
        await foreach (var row in tables.ReadPartitionAsync<T>(partitionKey, cancellation: cancellation)) rows.Add(row.Value);
        return rows;
    }

    /// <summary>Returns whether a partition has a row whose key starts with the prefix; reads one row at most.</summary>
    public static async Task<bool> AnyAsync<T>(this ITableStore tables, string partitionKey, string rowKeyPrefix, CancellationToken cancellation = default)
        where T : class, IRow
    {
        await foreach (var _ in tables.ReadPartitionAsync<T>(partitionKey, rowKeyPrefix, cancellation)) return true;
        return false;
    }
}
