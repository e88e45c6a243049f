using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine.Stores;

/// <summary>
/// Where instances live. Reads see what is committed; every write is a <see cref="StoreCommand"/>,
/// applied whole or not at all, in the order submitted.
/// </summary>
internal interface IOrchestrationStore : IDisposable
{
    /// <summary>Opens or creates the data.</summary>
    /// <exception cref="StoreUnavailableException">It is in use elsewhere, damaged, or cannot be written.</exception>
    void Open();

    /// <summary>Why the last write failed, or null while writes succeed.</summary>
    StoreUnavailableException? LastFailure { get; }

    /// <summary>Bytes on disk, 0 for a store in memory.</summary>
    long SizeInBytes { get; }

    /// <summary>Queues a write; <see cref="StoreCommand.Done"/> tells when it is durable.</summary>
    void Submit(StoreCommand command);

    InstanceRow? Find(string id);

    LoadedInstance? Load(string id);

    /// <summary>The history of the present generation, for a turn.</summary>
    IReadOnlyList<HistoryEvent> ReadPast(long key);

    /// <summary>The whole history, then the messages that wait, without the instance having to run.</summary>
    IReadOnlyList<HistoryEvent> ReadHistory(long key);

    IReadOnlyList<InstanceRow> Query(InstanceFilter filter);

    /// <summary>The instances that a start must wake: those with waiting messages or open tasks.</summary>
    IReadOnlyList<string> ReadWithWork();

    DateTimeOffset? NextDue();

    /// <summary>Instances whose timers are due, the earliest first.</summary>
    IReadOnlyList<string> ReadDue(DateTimeOffset now, int limit);

    string? ReadMeta(string key);
}

/// <summary>The primitive writes of which commands are made.</summary>
internal interface IStoreTransaction
{
    InstanceRow? Find(string id);

    /// <summary>Inserts and returns the row with its key.</summary>
    InstanceRow Insert(InstanceRow row);

    /// <summary>Replaces the row of the same key if it still is of this generation; false if it is gone or went on.</summary>
    bool Update(InstanceRow row, int expectedGeneration);

    /// <summary>Deletes the instance with its history and messages.</summary>
    void Delete(long key);

    void AppendHistory(long key, int rowNumber, IReadOnlyList<HistoryEvent> events);

    void DeleteHistory(long key);

    /// <summary>Adds a message; <paramref name="generation"/> says which generation alone may take it.</summary>
    StoredMessage AddMessage(long key, HistoryEvent message, int? generation = null);

    /// <summary>Adds messages in front of all whose sequence is <paramref name="before"/> (at most 0) or greater.</summary>
    IReadOnlyList<StoredMessage> AddMessagesBefore(long key, long before, IReadOnlyList<HistoryEvent> messages);

    void DeleteMessages(long key, IReadOnlyList<long> sequences);

    void DeleteAllMessages(long key);

    void SetMeta(string key, string? value);
}

/// <summary>One atomic write.</summary>
internal abstract class StoreCommand
{
    /// <summary>Runs inside the transaction; may run again if the transaction had to be repeated, so it sets results, never adds to them.</summary>
    public abstract void Apply(IStoreTransaction transaction);

    /// <summary>Called once, after the commit (null) or when it failed; must not block.</summary>
    public abstract void Done(Exception? error);
}

/// <summary>The store cannot be used; the message says why and what helps.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Creates the exception with a message for operators.</summary>
    public StoreUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
