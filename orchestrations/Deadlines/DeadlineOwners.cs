using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// Finds out whether the orchestrations that own deadlines have ended. Terminating an orchestration does not reliably end its watches and
/// sub-orchestrations: not every host passes a termination on. Queries each instance once.
/// </summary>
public sealed class DeadlineOwners(DurableTaskClient client)
{
    private readonly ConcurrentDictionary<string, bool?> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns whether the owner of a deadline, or one of its callers, has ended or is gone. Callers are found by id: a sub-orchestration's
    /// id is that of its caller, a colon and a suffix. An id
    /// without an instance is ignored, except for the owner itself and the outermost caller.
    /// </summary>
    public Task<bool> HaveEndedAsync(WatchPlan plan, CancellationToken cancellation = default) => HaveEndedAsync(plan.Owner, cancellation);

    /// <summary>Returns whether an owner has ended; false without an owner.</summary>
    public async Task<bool> HaveEndedAsync(string? owner, CancellationToken cancellation = default)
    {
        if (owner is null) return false;
        for (var end = owner.IndexOf(':', StringComparison.Ordinal); ; end = owner.IndexOf(':', end + 1))
        {
            var id = end < 0 ? owner : owner[..end];
            var runs = await RunsAsync(id, cancellation);
            var mustBeThere = id.Length == owner.Length || !id.Contains(':', StringComparison.Ordinal);
            if (runs == false || (runs is null && mustBeThere)) return true;
            if (end < 0) return false;
        }
    }

    /// <summary>Returns whether an orchestration is running; null if there is none.</summary>
    public async Task<bool?> RunsAsync(string instance, CancellationToken cancellation = default)
    {
        if (!_known.TryGetValue(instance, out var runs))
            _known[instance] = runs = await client.GetInstanceAsync(instance, cancellation) is { } found ? !found.IsCompleted : null;
        return runs;
    }
}
