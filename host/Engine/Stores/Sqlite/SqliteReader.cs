using Dazhou.DurableEngine.History;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine.Stores;

/// <summary>One reading connection with its prepared statements; used by one thread at a time.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _history;
    private readonly SqliteStatement _inbox;
    private readonly SqliteStatement _nextDue;
    private readonly SqliteStatement _due;
    private readonly SqliteStatement _meta;

    public SqliteReader(SqliteConnection connection)
    {
        _connection = connection;
        _find = new SqliteStatement(connection, $"SELECT {SqliteRows.Columns} FROM instances WHERE id = $1", 1);
        _history = new SqliteStatement(connection, "SELECT events FROM history WHERE instance = $1 ORDER BY row", 1);
        _inbox = new SqliteStatement(connection, "SELECT sequence, event, generation FROM inbox WHERE instance = $1 ORDER BY sequence", 1);
        _nextDue = new SqliteStatement(connection, "SELECT MIN(next_due) FROM instances WHERE next_due IS NOT NULL", 0);
        _due = new SqliteStatement(
            connection, "SELECT id FROM instances WHERE next_due IS NOT NULL AND next_due <= $1 ORDER BY next_due LIMIT $2", 2);
        _meta = new SqliteStatement(connection, "SELECT value FROM meta WHERE key = $1", 1);
    }

    public InstanceRow? Find(string id)
    {
        using var reader = _find.Query(id);
        return reader.Read() ? SqliteRows.Read(reader) : null;
    }

    public List<HistoryEvent> ReadHistory(long key)
    {
        var history = new List<HistoryEvent>();
        using var reader = _history.Query(key);
        while (reader.Read())
        {
            history.AddRange(HistorySerializer.DeserializeMany(reader.GetFieldValue<byte[]>(0)));
        }

        return history;
    }

    public List<StoredMessage> ReadInbox(long key)
    {
        var inbox = new List<StoredMessage>();
        using var reader = _inbox.Query(key);
        while (reader.Read())
        {
            inbox.Add(new StoredMessage(
                reader.GetInt64(0),
                HistorySerializer.Deserialize(reader.GetFieldValue<byte[]>(1)),
                reader.IsDBNull(2) ? null : reader.GetInt32(2)));
        }

        return inbox;
    }

    public List<string> ReadWithWork()
    {
        using var command = _connection.CreateCommand();
        command.CommandText =
            """
            SELECT id FROM instances WHERE open_tasks = 1
            UNION
            SELECT id FROM instances WHERE key IN (SELECT instance FROM inbox)
            """;
        using var reader = command.ExecuteReader();
        return ReadIds(reader);
    }

    public DateTimeOffset? NextDue()
    {
        using var reader = _nextDue.Query();
        return reader.Read() && !reader.IsDBNull(0) ? SqliteRows.Instant(reader.GetInt64(0)) : null;
    }

    public List<string> ReadDue(DateTimeOffset now, int limit)
    {
        using var reader = _due.Query(now.UtcTicks, limit);
        return ReadIds(reader);
    }

    public string? ReadMeta(string key)
    {
        using var reader = _meta.Query(key);
        return reader.Read() ? reader.GetString(0) : null;
    }

    public List<InstanceRow> Query(InstanceFilter filter)
    {
        using var command = _connection.CreateCommand();
        var conditions = new List<string> { "key > $after" };
        command.Parameters.AddWithValue("$after", filter.AfterKey);
        command.Parameters.AddWithValue("$limit", filter.Limit);
        Add(filter.CreatedFrom, "created >= $created_from", "$created_from");
        Add(filter.CreatedTo, "created <= $created_to", "$created_to");
        Add(filter.CompletedFrom, "completed >= $completed_from", "$completed_from");
        Add(filter.CompletedTo, "completed <= $completed_to", "$completed_to");
        if (filter.Statuses is { } statuses)
        {
            conditions.Add($"status IN ({string.Join(", ", statuses.Select(status => (int)status))})");
        }

        if (filter.IdPrefix is { } prefix)
        {
            conditions.Add("substr(id, 1, length($prefix)) = $prefix");
            command.Parameters.AddWithValue("$prefix", prefix);
        }

        if (filter.ParentId is { } parent)
        {
            conditions.Add("parent = $parent");
            command.Parameters.AddWithValue("$parent", parent);
        }

        command.CommandText = $"SELECT {SqliteRows.Columns} FROM instances WHERE {string.Join(" AND ", conditions)} ORDER BY key LIMIT $limit";
        using var reader = command.ExecuteReader();
        var rows = new List<InstanceRow>();
        while (reader.Read())
        {
            rows.Add(SqliteRows.Read(reader));
        }

        return rows;

        void Add(DateTimeOffset? bound, string condition, string parameter)
        {
            if (bound is { } instant)
            {
                conditions.Add(condition);
                command.Parameters.AddWithValue(parameter, instant.UtcTicks);
            }
        }
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_find, _history, _inbox, _nextDue, _due, _meta])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private static List<string> ReadIds(SqliteDataReader reader)
    {
        var ids = new List<string>();
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
