using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine.Stores;

/// <summary>The store of rehearsals and fast tests: same behaviour, gone with the process.</summary>
internal sealed class MemoryStore : IOrchestrationStore, IStoreTransaction
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Entry> _byKey = [];
    private readonly SortedSet<(DateTimeOffset Due, long Key)> _due = [];
    private readonly Dictionary<string, string> _meta = new(StringComparer.Ordinal);
    private readonly Queue<StoreCommand> _waiting = new();
    private bool _writing;
    private long _lastKey;
    private long _lastSequence;

    public StoreUnavailableException? LastFailure => null;

    public long SizeInBytes => 0;

    public void Open()
    {
    }

    public void Submit(StoreCommand command)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(command);
            if (_writing)
            {
                return;
            }

            _writing = true;
        }

        WriteAll();
    }

    /// <summary>
    /// One caller at a time applies and reports, in the order submitted: as with a writer thread, what a write delivers
    /// is delivered before the next write, so an instance never sees a message twice.
    /// </summary>
    private void WriteAll()
    {
        while (true)
        {
            StoreCommand? command;
            lock (_waiting)
            {
                if (!_waiting.TryDequeue(out command))
                {
                    _writing = false;
                    return;
                }
            }

            command.Done(Apply(command));
        }
    }

    private Exception? Apply(StoreCommand command)
    {
        lock (_gate)
        {
            try
            {
                command.Apply(this);
                return null;
            }
            catch (Exception exception)
            {
                return exception;
            }
        }
    }

    public InstanceRow? Find(string id)
    {
        lock (_gate)
        {
            return _byId.GetValueOrDefault(id)?.Row;
        }
    }

    public LoadedInstance? Load(string id)
    {
        lock (_gate)
        {
            return _byId.TryGetValue(id, out var entry)
                ? new LoadedInstance(entry.Row, [.. entry.History], [.. entry.Inbox])
                : null;
        }
    }

    public IReadOnlyList<HistoryEvent> ReadPast(long key)
    {
        lock (_gate)
        {
            return _byKey.TryGetValue(key, out var entry) ? [.. entry.History] : [];
        }
    }

    public IReadOnlyList<HistoryEvent> ReadHistory(long key)
    {
        lock (_gate)
        {
            return _byKey.TryGetValue(key, out var entry)
                ? [.. entry.History, .. entry.Inbox.Select(message => message.Event)]
                : [];
        }
    }

    public IReadOnlyList<InstanceRow> Query(InstanceFilter filter)
    {
        lock (_gate)
        {
            return [.. _byKey.Values
                .Select(entry => entry.Row)
                .Where(row => row.Key > filter.AfterKey && filter.Matches(row))
                .Take(filter.Limit)];
        }
    }

    public IReadOnlyList<string> ReadWithWork()
    {
        lock (_gate)
        {
            return [.. _byKey.Values.Where(entry => entry.Row.HasOpenTasks || entry.Inbox.Count > 0).Select(entry => entry.Row.Id)];
        }
    }

    public DateTimeOffset? NextDue()
    {
        lock (_gate)
        {
            return _due.Count > 0 ? _due.Min.Due : null;
        }
    }

    public IReadOnlyList<string> ReadDue(DateTimeOffset now, int limit)
    {
        lock (_gate)
        {
            return [.. _due.TakeWhile(item => item.Due <= now).Take(limit).Select(item => _byKey[item.Key].Row.Id)];
        }
    }

    public string? ReadMeta(string key)
    {
        lock (_gate)
        {
            return _meta.GetValueOrDefault(key);
        }
    }

    public void Dispose()
    {
    }

    InstanceRow? IStoreTransaction.Find(string id) => _byId.GetValueOrDefault(id)?.Row;

    InstanceRow IStoreTransaction.Insert(InstanceRow row)
    {
        var entry = new Entry(row with { Key = ++_lastKey });
        _byId.Add(row.Id, entry);
        _byKey.Add(entry.Row.Key, entry);
        IndexDue(null, entry.Row);
        return entry.Row;
    }

    bool IStoreTransaction.Update(InstanceRow row, int expectedGeneration)
    {
        if (!_byKey.TryGetValue(row.Key, out var entry) || entry.Row.Generation != expectedGeneration)
        {
            return false;
        }

        IndexDue(entry.Row, row);
        entry.Row = row;
        return true;
    }

    void IStoreTransaction.Delete(long key)
    {
        if (_byKey.Remove(key, out var entry))
        {
            _byId.Remove(entry.Row.Id);
            IndexDue(entry.Row, null);
        }
    }

    void IStoreTransaction.AppendHistory(long key, int rowNumber, IReadOnlyList<HistoryEvent> events) => _byKey[key].History.AddRange(events);

    void IStoreTransaction.DeleteHistory(long key) => _byKey[key].History.Clear();

    StoredMessage IStoreTransaction.AddMessage(long key, HistoryEvent message, int? generation)
    {
        var stored = new StoredMessage(++_lastSequence, message, generation);
        _byKey[key].Inbox.Add(stored);
        return stored;
    }

    IReadOnlyList<StoredMessage> IStoreTransaction.AddMessagesBefore(long key, long before, IReadOnlyList<HistoryEvent> messages)
    {
        List<StoredMessage> stored = [.. messages.Select((message, index) => new StoredMessage(before - messages.Count + index, message))];
        _byKey[key].Inbox.InsertRange(0, stored);
        return stored;
    }

    void IStoreTransaction.DeleteMessages(long key, IReadOnlyList<long> sequences) =>
        _byKey[key].Inbox.RemoveAll(message => sequences.Contains(message.Sequence));

    void IStoreTransaction.DeleteAllMessages(long key) => _byKey[key].Inbox.Clear();

    void IStoreTransaction.SetMeta(string key, string? value)
    {
        if (value is null)
        {
            _meta.Remove(key);
        }
        else
        {
            _meta[key] = value;
        }
    }

    private void IndexDue(InstanceRow? before, InstanceRow? after)
    {
        if (before?.NextDue == after?.NextDue)
        {
            return;
        }

        if (before?.NextDue is { } old)
        {
            _due.Remove((old, before.Key));
        }

        if (after?.NextDue is { } due)
        {
            _due.Add((due, after.Key));
        }
    }

    private sealed class Entry(InstanceRow row)
    {
        public InstanceRow Row { get; set; } = row;

        public List<HistoryEvent> History { get; } = [];

        public List<StoredMessage> Inbox { get; } = [];
    }
}
