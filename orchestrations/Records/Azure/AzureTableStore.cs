using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Dazhou.Serverless.Records;

/// <summary>
/// Stores rows in Azure Tables or Azurite. A record is stored as JSON in the properties D0, D1, ...; W identifies the write, so that a
/// write which the SDK retried after a lost response is recognized as successful and not reported as a conflict.
/// </summary>
public sealed class AzureTableStore(TableServiceClient service) : ITableStore
{
    private const string WriteMark = "W";

    private readonly ConcurrentDictionary<string, Lazy<Task<TableClient>>> _tables = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<Row<T>?> FindAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        if (!TableKey.CanBe(partitionKey) || !TableKey.CanBe(rowKey))
            return null;
        var entity = await FindEntityAsync<T>(TableKey.Encode(partitionKey), TableKey.Encode(rowKey), cancellation);
        return entity is null ? null : ToRow<T>(entity);
    }

    /// <inheritdoc/>
    public async Task<bool> TryInsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var entity = ToEntity(RowCodec.Encode(row));
        var table = await TableAsync<T>(cancellation);
        try
        {
            await table.AddEntityAsync(entity, cancellation);
            return true;
        }
        catch (RequestFailedException taken) when (taken.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return await IsOwnWriteAsync<T>(entity, cancellation);
        }
        catch (RequestFailedException large) when (large.ErrorCode == TableErrorCode.EntityTooLarge)
        {
            throw TooLarge<T>(large);
        }
    }

    /// <inheritdoc/>
    public async Task UpsertAsync<T>(T row, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var entity = ToEntity(RowCodec.Encode(row));
        var table = await TableAsync<T>(cancellation);
        await table.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> TryReplaceAsync<T>(Row<T> seen, T next, CancellationToken cancellation = default)
        where T : class, IRow
    {
        RowRules.SameKeys(seen.Value, next);
        var entity = ToEntity(RowCodec.Encode(next));
        var table = await TableAsync<T>(cancellation);
        try
        {
            await table.UpdateEntityAsync(entity, new ETag(seen.ETag), TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status is 412 || changed.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            return await IsOwnWriteAsync<T>(entity, cancellation);
        }
        catch (RequestFailedException large) when (large.ErrorCode == TableErrorCode.EntityTooLarge)
        {
            throw TooLarge<T>(large);
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var table = await TableAsync<T>(cancellation);
        await table.DeleteEntityAsync(TableKey.Encode(partitionKey), TableKey.Encode(rowKey), ETag.All, cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> TryDeleteAsync<T>(Row<T> seen, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var table = await TableAsync<T>(cancellation);
        try
        {
            // For a missing row the client returns 404 and does not throw.
            var answer = await table.DeleteEntityAsync(
                TableKey.Encode(seen.Value.PartitionKey), TableKey.Encode(seen.Value.RowKey), new ETag(seen.ETag), cancellation);
            return answer.Status != 404;
        }
        catch (RequestFailedException changed) when (changed.Status is 412)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Row<T>> ReadPartitionAsync<T>(string partitionKey, string? rowKeyPrefix = null, [EnumeratorCancellation] CancellationToken cancellation = default)
        where T : class, IRow
    {
        if (!TableKey.CanBe(partitionKey))
            yield break;
        var table = await TableAsync<T>(cancellation);
        var partition = TableKey.Encode(partitionKey);
        string filter;
        if (string.IsNullOrEmpty(rowKeyPrefix))
        {
            filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        }
        else
        {
            var (from, to) = TableKey.Range(rowKeyPrefix);
            filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
        }

        await foreach (var entity in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            yield return ToRow<T>(entity);
    }

    /// <inheritdoc/>
    public async Task<Page<T>> ReadPageAsync<T>(string partitionKey, int size, string? continuation = null, CancellationToken cancellation = default)
        where T : class, IRow
    {
        RowRules.PageSize(size);
        if (!TableKey.CanBe(partitionKey) || (continuation is not null && !TableKey.IsWrittenForm(continuation)))
            return new Page<T>([], Continuation: null);
        var table = await TableAsync<T>(cancellation);
        var partition = TableKey.Encode(partitionKey);
        // The continuation is the last row key: it stays valid when rows are added or deleted and, unlike the service's token, is the same
        // in both stores. One extra row tells whether there is a next page.
        var filter = continuation is null
            ? TableClient.CreateQueryFilter($"PartitionKey eq {partition}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {continuation}");
        var rows = new List<Row<T>>(size);
        string? last = null;
        await foreach (var entity in table.QueryAsync<TableEntity>(filter, maxPerPage: Math.Min(size + 1, 1_000), cancellationToken: cancellation))
        {
            if (rows.Count == size)
                return new Page<T>(rows, last);
            rows.Add(ToRow<T>(entity));
            last = entity.RowKey;
        }

        return new Page<T>(rows, Continuation: null);
    }

    /// <inheritdoc/>
    public async Task<int> CountAsync<T>(string partitionKey, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var table = await TableAsync<T>(cancellation);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {TableKey.Encode(partitionKey)}");
        return await table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation).CountAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task InsertBatchAsync<T>(IReadOnlyList<T> rows, CancellationToken cancellation = default)
        where T : class, IRow
    {
        var entities = RowCodec.EncodeBatch(rows).Select(ToEntity).ToList();
        if (entities.Count == 0)
            return;
        var table = await TableAsync<T>(cancellation);
        try
        {
            await table.SubmitTransactionAsync(entities.Select(entity => new TableTransactionAction(TableTransactionActionType.Add, entity)), cancellation);
        }
        catch (RequestFailedException taken) when (taken.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            // A batch is atomic: if the first row has this write's mark, all rows do.
            if (!await IsOwnWriteAsync<T>(entities[0], cancellation))
                throw new RowsTakenException($"A row of the batch into {T.TableName} exists already; nothing was written.", taken);
        }
    }

    // Azurite measures what came over the wire, where a Chinese character may take six bytes.
    private static RowTooLargeException TooLarge<T>(RequestFailedException refusal)
        where T : class, IRow => new($"The service takes no row of {T.TableName} that is so large.", refusal);

    private static TableEntity ToEntity(StoredRow row)
    {
        var entity = new TableEntity(row.PartitionKey, row.RowKey) { [WriteMark] = Guid.NewGuid().ToString("N") };
        for (var i = 0; i < row.Pieces.Count; i++)
            entity[RowCodec.NameOf(i)] = row.Pieces[i];
        return entity;
    }

    private static Row<T> ToRow<T>(TableEntity entity)
        where T : class, IRow =>
        new(RowCodec.Decode<T>(Pieces(entity)), entity.ETag.ToString());

    private static IEnumerable<string> Pieces(TableEntity entity)
    {
        for (var i = 0; entity.GetString(RowCodec.NameOf(i)) is { } piece; i++)
            yield return piece;
    }

    private async Task<bool> IsOwnWriteAsync<T>(TableEntity written, CancellationToken cancellation)
        where T : class, IRow
    {
        var stands = await FindEntityAsync<T>(written.PartitionKey, written.RowKey, cancellation);
        return stands is not null && stands.GetString(WriteMark) == written.GetString(WriteMark);
    }

    private async Task<TableEntity?> FindEntityAsync<T>(string partitionKey, string rowKey, CancellationToken cancellation)
        where T : class, IRow
    {
        var table = await TableAsync<T>(cancellation);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>Returns a table, creating it on first use. A failure is not cached, so the next call tries again.</summary>
    private async Task<TableClient> TableAsync<T>(CancellationToken cancellation)
        where T : class, IRow
    {
        RowRules.TableName(T.TableName);
        var creation = _tables.GetOrAdd(T.TableName, name => new Lazy<Task<TableClient>>(() => CreateAsync(name)));
        try
        {
            return await creation.Value.WaitAsync(cancellation);
        }
        catch when (creation.Value.IsFaulted)
        {
            _tables.TryRemove(KeyValuePair.Create(T.TableName, creation));
            throw;
        }
    }

    private async Task<TableClient> CreateAsync(string name)
    {
        var table = service.GetTableClient(name);
        await table.CreateIfNotExistsAsync(CancellationToken.None);
        return table;
    }
}
