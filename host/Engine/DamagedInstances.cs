using System.Collections.Concurrent;
using Dazhou.DurableEngine.Stores;
using Microsoft.Extensions.Logging;

namespace Dazhou.DurableEngine;

/// <summary>What is stored of an instance cannot be read or replayed: its rows are damaged.</summary>
internal sealed class DamagedInstanceException(string id, Exception cause)
    : Exception($"The stored state of instance '{id}' cannot be read: {cause.Message}", cause)
{
    /// <summary>Runs a step that only reads; a fault in it that is not the store's own is damage.</summary>
    public static TResult Guard<TState, TResult>(string id, Func<TState, TResult> read, TState state)
    {
        try
        {
            return read(state);
        }
        catch (Exception cause) when (cause is not (StoreUnavailableException or OutOfMemoryException or IOException))
        {
            throw new DamagedInstanceException(id, cause);
        }
    }

    /// <summary>The same for a step without a result.</summary>
    public static void Guard<TState>(string id, Action<TState> read, TState state) =>
        Guard(id, static step => { step.Read(step.State); return true; }, (Read: read, State: state));
}

/// <summary>The instances that stand still because they cannot be read; each is logged once.</summary>
internal sealed class DamagedInstances(ILogger logger)
{
    private readonly ConcurrentDictionary<string, string> _reasons = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> All => _reasons;

    public bool Contains(string id) => !_reasons.IsEmpty && _reasons.ContainsKey(id);

    public void Add(string id, DamagedInstanceException damage)
    {
        if (_reasons.TryAdd(id, damage.Message))
        {
            logger.LogError(
                damage, "Instance {InstanceId} is damaged and stands still; its rows are left as they are and are read again at the next start", id);
        }
    }

    /// <summary>A new instance took the id.</summary>
    public void Remove(string id) => _reasons.TryRemove(id, out _);
}
