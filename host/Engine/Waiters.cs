using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;

namespace Dazhou.DurableEngine;

/// <summary>Callers that wait for an instance to start or to end.</summary>
internal sealed class Waiters
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Waiter>> _byId = new(StringComparer.Ordinal);

    /// <summary>Waits until <paramref name="isReached"/> holds for the instance's status, as it is or as it becomes.</summary>
    public async Task WaitAsync(string id, Func<InstanceStatus, bool> isReached, Func<InstanceRow?> find, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(isReached);
        lock (_gate)
        {
            if (!_byId.TryGetValue(id, out var list))
            {
                _byId[id] = list = [];
            }

            list.Add(waiter);
        }

        try
        {
            // Read after the waiter stands: a change in between completes it.
            if (find() is { } row && isReached(row.Status))
            {
                return;
            }

            await waiter.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Remove(id, waiter);
        }
    }

    public void Changed(InstanceRow row)
    {
        lock (_gate)
        {
            if (_byId.Count > 0 && _byId.TryGetValue(row.Id, out var list))
            {
                foreach (var waiter in list.Where(item => item.IsReached(row.Status)))
                {
                    waiter.TrySetResult();
                }
            }
        }
    }

    private void Remove(string id, Waiter waiter)
    {
        lock (_gate)
        {
            if (_byId.TryGetValue(id, out var list) && list.Remove(waiter) && list.Count == 0)
            {
                _byId.Remove(id);
            }
        }
    }

    private sealed class Waiter(Func<InstanceStatus, bool> isReached)
        : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Func<InstanceStatus, bool> IsReached { get; } = isReached;
    }
}
