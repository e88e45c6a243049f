using Dazhou.DurableEngine.History;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine.Stores;

/// <summary>How rows of the instances table read and write. Instants are UTC ticks.</summary>
internal static class SqliteRows
{
    public const string Columns =
        "key, id, name, version, status, created, updated, completed, next_due, open_tasks, generation, history_rows, parent, custom_status, failure, tags";

    public static InstanceRow Read(SqliteDataReader reader) => new()
    {
        Key = reader.GetInt64(0),
        Id = reader.GetString(1),
        Name = reader.GetString(2),
        Version = Text(reader, 3),
        Status = (InstanceStatus)reader.GetInt32(4),
        CreatedAt = Instant(reader.GetInt64(5)),
        UpdatedAt = Instant(reader.GetInt64(6)),
        CompletedAt = reader.IsDBNull(7) ? null : Instant(reader.GetInt64(7)),
        NextDue = reader.IsDBNull(8) ? null : Instant(reader.GetInt64(8)),
        HasOpenTasks = reader.GetInt32(9) != 0,
        Generation = reader.GetInt32(10),
        HistoryRows = reader.GetInt32(11),
        ParentId = Text(reader, 12),
        CustomStatus = Text(reader, 13),
        Failure = reader.IsDBNull(14) ? null : TaskFailureDetails.Parser.ParseFrom(reader.GetFieldValue<byte[]>(14)),
        Tags = HistorySerializer.DeserializeTags(Text(reader, 15)),
    };

    public static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);

    public static byte[]? Bytes(TaskFailureDetails? failure) => failure?.ToByteArray();

    public static object? Ticks(DateTimeOffset? instant) => instant?.UtcTicks;

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
