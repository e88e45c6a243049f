using Dazhou.DurableEngine.History;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine.Stores;

/// <summary>The primitive writes on the one writing connection.</summary>
internal sealed class SqliteTransactionWriter : IStoreTransaction, IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _update;
    private readonly SqliteStatement _deleteInstance;
    private readonly SqliteStatement _appendHistory;
    private readonly SqliteStatement _deleteHistory;
    private readonly SqliteStatement _addMessage;
    private readonly SqliteStatement _deleteMessage;
    private readonly SqliteStatement _deleteMessages;
    private readonly SqliteStatement _setMeta;
    private readonly SqliteStatement _deleteMeta;
    private long _lastKey;
    private long _lastSequence;

    public SqliteTransactionWriter(SqliteConnection connection)
    {
        _connection = connection;
        _lastKey = Largest("SELECT MAX(key) FROM instances");
        // Sequences of messages carried over to a new generation are negative.
        _lastSequence = Math.Max(0, Largest("SELECT MAX(sequence) FROM inbox"));
        _begin = Prepare("BEGIN IMMEDIATE", 0);
        _commit = Prepare("COMMIT", 0);
        _rollback = Prepare("ROLLBACK", 0);
        _find = Prepare($"SELECT {SqliteRows.Columns} FROM instances WHERE id = $1", 1);
        _insert = Prepare(
            $"INSERT INTO instances ({SqliteRows.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)", 16);
        _update = Prepare(
            """
            UPDATE instances SET version = $1, status = $2, updated = $3, completed = $4, next_due = $5, open_tasks = $6,
                generation = $7, history_rows = $8, custom_status = $9, failure = $10
            WHERE key = $11 AND generation = $12
            """,
            12);
        _deleteInstance = Prepare("DELETE FROM instances WHERE key = $1", 1);
        _appendHistory = Prepare("INSERT INTO history (instance, row, events) VALUES ($1, $2, $3)", 3);
        _deleteHistory = Prepare("DELETE FROM history WHERE instance = $1", 1);
        _addMessage = Prepare("INSERT INTO inbox (instance, sequence, event, generation) VALUES ($1, $2, $3, $4)", 4);
        _deleteMessage = Prepare("DELETE FROM inbox WHERE instance = $1 AND sequence = $2", 2);
        _deleteMessages = Prepare("DELETE FROM inbox WHERE instance = $1", 1);
        _setMeta = Prepare("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", 2);
        _deleteMeta = Prepare("DELETE FROM meta WHERE key = $1", 1);
    }

    public void Begin() => _begin.Execute();

    public void Commit() => _commit.Execute();

    public void Rollback()
    {
        try
        {
            _rollback.Execute();
        }
        catch (SqliteException)
        {
            // Some errors have already rolled back; then there is nothing to undo.
        }
    }

    public InstanceRow? Find(string id)
    {
        using var reader = _find.Query(id);
        return reader.Read() ? SqliteRows.Read(reader) : null;
    }

    public InstanceRow Insert(InstanceRow row)
    {
        var stored = row with { Key = ++_lastKey };
        _insert.Execute(
            stored.Key,
            stored.Id,
            stored.Name,
            stored.Version,
            (int)stored.Status,
            stored.CreatedAt.UtcTicks,
            stored.UpdatedAt.UtcTicks,
            SqliteRows.Ticks(stored.CompletedAt),
            SqliteRows.Ticks(stored.NextDue),
            stored.HasOpenTasks ? 1 : 0,
            stored.Generation,
            stored.HistoryRows,
            stored.ParentId,
            stored.CustomStatus,
            SqliteRows.Bytes(stored.Failure),
            HistorySerializer.SerializeTags(stored.Tags));
        return stored;
    }

    public bool Update(InstanceRow row, int expectedGeneration) => _update.Execute(
        row.Version,
        (int)row.Status,
        row.UpdatedAt.UtcTicks,
        SqliteRows.Ticks(row.CompletedAt),
        SqliteRows.Ticks(row.NextDue),
        row.HasOpenTasks ? 1 : 0,
        row.Generation,
        row.HistoryRows,
        row.CustomStatus,
        SqliteRows.Bytes(row.Failure),
        row.Key,
        expectedGeneration) == 1;

    public void Delete(long key)
    {
        _deleteInstance.Execute(key);
        _deleteHistory.Execute(key);
        _deleteMessages.Execute(key);
    }

    public void AppendHistory(long key, int rowNumber, IReadOnlyList<HistoryEvent> events) =>
        _appendHistory.Execute(key, rowNumber, HistorySerializer.Serialize(events));

    public void DeleteHistory(long key) => _deleteHistory.Execute(key);

    public StoredMessage AddMessage(long key, HistoryEvent message, int? generation = null)
    {
        var stored = new StoredMessage(++_lastSequence, message, generation);
        _addMessage.Execute(key, stored.Sequence, HistorySerializer.Serialize(message), generation);
        return stored;
    }

    public IReadOnlyList<StoredMessage> AddMessagesBefore(long key, long before, IReadOnlyList<HistoryEvent> messages)
    {
        var stored = new List<StoredMessage>(messages.Count);
        foreach (var message in messages)
        {
            var sequence = before - messages.Count + stored.Count;
            _addMessage.Execute(key, sequence, HistorySerializer.Serialize(message), null);
            stored.Add(new StoredMessage(sequence, message));
        }

        return stored;
    }

    public void DeleteMessages(long key, IReadOnlyList<long> sequences)
    {
        foreach (var sequence in sequences)
        {
            _deleteMessage.Execute(key, sequence);
        }
    }

    public void DeleteAllMessages(long key) => _deleteMessages.Execute(key);

    public void SetMeta(string key, string? value)
    {
        if (value is null)
        {
            _deleteMeta.Execute(key);
        }
        else
        {
            _setMeta.Execute(key, value);
        }
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])
            [_begin, _commit, _rollback, _find, _insert, _update, _deleteInstance, _appendHistory, _deleteHistory, _addMessage, _deleteMessage, _deleteMessages, _setMeta, _deleteMeta])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private SqliteStatement Prepare(string sql, int parameters) => new(_connection, sql, parameters);

    private long Largest(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long value ? value : 0;
    }
}
