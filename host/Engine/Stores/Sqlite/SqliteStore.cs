using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Dazhou.DurableEngine.Stores;

/// <summary>The durable store: one SQLite file in WAL mode, one writer, readers beside it.</summary>
internal sealed class SqliteStore(DurableEngineOptions options, ILogger logger) : IOrchestrationStore
{
    private readonly ConcurrentBag<SqliteReader> _readers = [];
    private FileStream? _lock;
    private GroupCommitter? _committer;

    public StoreUnavailableException? LastFailure => _committer?.LastFailure;

    public long SizeInBytes => new[] { string.Empty, "-wal", "-shm" }
        .Select(suffix => new FileInfo(options.DatabasePath + suffix))
        .Where(file => file.Exists)
        .Sum(file => file.Length);

    public void Open()
    {
        if (Path.GetDirectoryName(Path.GetFullPath(options.DatabasePath)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        _lock = SqliteConnections.TakeLock(options.DatabasePath);
        try
        {
            var writer = new SqliteTransactionWriter(SqliteConnections.OpenWriter(options));
            _committer = new GroupCommitter(writer, options.DatabasePath, logger);
            // Fails here and not at the first instance if the file is damaged.
            _ = NextDue();
        }
        catch (SqliteException exception)
        {
            Dispose();
            throw SqliteConnections.Explain(exception, options.DatabasePath);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Submit(StoreCommand command) => _committer!.Submit(command);

    public InstanceRow? Find(string id) => Read(static (reader, id) => reader.Find(id), id);

    public LoadedInstance? Load(string id) => Read(
        static (reader, id) => reader.Find(id) is { } row
            ? new LoadedInstance(row, reader.ReadHistory(row.Key), reader.ReadInbox(row.Key))
            : null,
        id);

    public IReadOnlyList<HistoryEvent> ReadPast(long key) => Read(static (reader, key) => reader.ReadHistory(key), key);

    public IReadOnlyList<HistoryEvent> ReadHistory(long key) => Read(
        static (reader, key) =>
        {
            var history = reader.ReadHistory(key);
            history.AddRange(reader.ReadInbox(key).Select(message => message.Event));
            return history;
        },
        key);

    public IReadOnlyList<InstanceRow> Query(InstanceFilter filter) => Read(static (reader, filter) => reader.Query(filter), filter);

    public IReadOnlyList<string> ReadWithWork() => Read(static (reader, _) => reader.ReadWithWork(), 0);

    public DateTimeOffset? NextDue() => Read(static (reader, _) => reader.NextDue(), 0);

    public IReadOnlyList<string> ReadDue(DateTimeOffset now, int limit) =>
        Read(static (reader, range) => reader.ReadDue(range.now, range.limit), (now, limit));

    public string? ReadMeta(string key) => Read(static (reader, key) => reader.ReadMeta(key), key);

    public void Dispose()
    {
        _committer?.Dispose();
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _lock?.Dispose();
        _lock = null;
    }

    private TResult Read<TState, TResult>(Func<SqliteReader, TState, TResult> read, TState state)
    {
        try
        {
            if (!_readers.TryTake(out var reader))
            {
                reader = new SqliteReader(SqliteConnections.OpenReader(options));
            }

            try
            {
                return read(reader, state);
            }
            finally
            {
                _readers.Add(reader);
            }
        }
        catch (SqliteException exception)
        {
            throw SqliteConnections.Explain(exception, options.DatabasePath);
        }
    }
}
