using Dazhou.DurableEngine.Commands;
using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Dazhou.DurableEngine;

/// <summary>What the client and the management API ask of the engine.</summary>
public sealed partial class LocalEngine
{
    /// <summary>Why the store refuses writes at present, or null while all is well.</summary>
    public StoreUnavailableException? StoreFailure => Store.LastFailure;

    /// <summary>
    /// The instances whose stored state cannot be read, by id, with the reason. They stand still until the next start and
    /// everything else goes on; none of their rows was changed.
    /// </summary>
    public IReadOnlyDictionary<string, string> DamagedInstances => Damaged.All;

    /// <summary>Reads a small value that <see cref="SetMetaAsync"/> stored.</summary>
    public string? GetMeta(string key) => Store.ReadMeta(key);

    /// <summary>Stores a small value durably; null deletes it.</summary>
    public Task SetMetaAsync(string key, string? value) => SubmitAsync(new SetMetaCommand(this, key, value));

    internal InstanceRow? Find(string id) => Store.Find(id);

    internal IReadOnlyList<HistoryEvent> ReadHistory(string id) => Find(id) is { } row ? Store.ReadHistory(row.Key) : [];

    internal async Task<InstanceStatus?> CreateAsync(string id, HistoryEvent started, IReadOnlySet<InstanceStatus> forbidden) =>
        (await SubmitAsync(new CreateInstanceCommand(this, id, started, forbidden))).Conflict;

    internal Task<SendMessageCommand> SendAsync(string id, HistoryEvent message) =>
        SubmitAsync(new SendMessageCommand(this, id, message));

    /// <summary>Lets a failed instance go on from before its failure; false when it is not as it was any more.</summary>
    internal async Task<bool> RewindAsync(string id, string? reason)
    {
        var rewind = await SubmitAsync(new RewindCommand(this, RewindPlan.For(Store, id)));
        if (rewind.Rewound)
        {
            Logger.LogInformation("Instance {InstanceId} was rewound: {Reason}", id, reason);
        }

        return rewind.Rewound;
    }

    internal async Task<int> PurgeAsync(IReadOnlyList<string> ids, bool recursive)
    {
        var all = new List<string>();
        foreach (var id in ids)
        {
            Collect(id, recursive, all);
        }

        return (await SubmitAsync(new PurgeCommand(this, all))).Count;
    }

    internal Task WaitAsync(string id, Func<InstanceStatus, bool> isReached, CancellationToken cancellationToken) =>
        _waiters.WaitAsync(id, isReached, () => Find(id), cancellationToken);

    private void Collect(string id, bool recursive, List<string> all)
    {
        // Only an instance that has ended is purged, and only then its sub-orchestrations with it.
        if (Find(id) is not { } row || !row.Status.IsTerminal())
        {
            return;
        }

        all.Add(id);
        if (recursive)
        {
            foreach (var child in Store.Query(new InstanceFilter { ParentId = id, Limit = int.MaxValue }))
            {
                Collect(child.Id, recursive, all);
            }
        }
    }
}
