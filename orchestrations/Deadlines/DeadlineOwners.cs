using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// Tells whether the orchestrations for which deadlines count still run. Whoever terminates one ends neither its watches nor what it
/// called: not every host passes a termination on, and none passes it on to what is only waited for. Asks about each once.
/// </summary>
public sealed class DeadlineOwners(DurableTaskClient client)
{
    private readonly ConcurrentDictionary<string, bool?> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether the owner of a deadline has ended or is gone, or one of those that called it: the id of what is called begins with that
    /// of its caller and a colon. A caller that is not there at all is none, but for the first.
    /// </summary>
    public Task<bool> HaveEndedAsync(WatchPlan plan, CancellationToken cancellation = default) => HaveEndedAsync(plan.Owner, cancellation);

    /// <summary>The same of an owner; false without one.</summary>
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

    /// <summary>Whether an orchestration runs; null if there is none.</summary>
    public async Task<bool?> RunsAsync(string instance, CancellationToken cancellation = default)
    {
        if (!_known.TryGetValue(instance, out var runs))
            _known[instance] = runs = await client.GetInstanceAsync(instance, cancellation) is { } found ? !found.IsCompleted : null;
        return runs;
    }
}
