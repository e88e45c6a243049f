using System.Diagnostics;
using Dazhou.DurableEngine.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Dazhou.DurableEngine.Stores;

/// <summary>
/// The one thread that writes. It takes all that waits into one transaction, so that the price of a durable commit
/// (one flush to disk) is shared by as many turns as came meanwhile.
/// </summary>
internal sealed class GroupCommitter : IDisposable
{
    private const int LargestGroup = 512;
    private readonly SqliteTransactionWriter _writer;
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0);
    private List<StoreCommand> _waiting = [];
    private bool _closed;

    public GroupCommitter(SqliteTransactionWriter writer, string path, ILogger logger)
    {
        _writer = writer;
        _path = path;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "orchestration store writer" };
        _thread.Start();
    }

    public StoreUnavailableException? LastFailure { get; private set; }

    public void Submit(StoreCommand command)
    {
        bool first;
        lock (_gate)
        {
            if (_closed)
            {
                command.Done(new StoreUnavailableException("数据库已关闭。"));
                return;
            }

            first = _waiting.Count == 0;
            _waiting.Add(command);
        }

        if (first)
        {
            _wake.Release();
        }
    }

    /// <summary>Writes what waits, then ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
        }

        _wake.Release();
        _thread.Join();
        _wake.Dispose();
        _writer.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _wake.Wait();
            List<StoreCommand> batch;
            bool closed;
            lock (_gate)
            {
                batch = _waiting;
                _waiting = [];
                closed = _closed;
            }

            for (var start = 0; start < batch.Count; start += LargestGroup)
            {
                Commit(batch.GetRange(start, Math.Min(LargestGroup, batch.Count - start)));
            }

            if (closed)
            {
                return;
            }
        }
    }

    private void Commit(List<StoreCommand> group)
    {
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            Write(group);
            LastFailure = null;
        }
        catch (SqliteException exception)
        {
            _writer.Rollback();
            LastFailure = SqliteConnections.Explain(exception, _path);
            _logger.LogError(exception, "{Reason}", LastFailure.Message);
            Finish(group, LastFailure);
            return;
        }
        catch (Exception exception)
        {
            _writer.Rollback();
            Isolate(group, exception);
            return;
        }

        EngineTelemetry.CommitSize.Record(group.Count);
        EngineTelemetry.CommitTime.Record(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
        Finish(group, null);
    }

    private void Write(List<StoreCommand> group)
    {
        _writer.Begin();
        foreach (var command in group)
        {
            command.Apply(_writer);
        }

        _writer.Commit();
    }

    /// <summary>One command has a fault of its own: it fails alone, the others are written.</summary>
    private void Isolate(List<StoreCommand> group, Exception exception)
    {
        if (group.Count == 1)
        {
            Finish(group, exception);
            return;
        }

        foreach (var command in group)
        {
            Commit([command]);
        }
    }

    private void Finish(List<StoreCommand> group, Exception? error)
    {
        foreach (var command in group)
        {
            try
            {
                command.Done(error);
            }
            catch (Exception exception)
            {
                _logger.LogCritical(exception, "The outcome of a write could not be reported");
            }
        }
    }
}
