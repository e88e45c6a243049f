using Dazhou.DurableEngine.History;
using Microsoft.DurableTask.Abstractions;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;

namespace Dazhou.DurableEngine;

/// <summary>Whether this worker may run an instance of a version, by the worker's versioning options.</summary>
internal static class VersionGate
{
    /// <summary>The failure of an instance that this worker must not run, or null. Under the strategy Reject the caller leaves the instance alone.</summary>
    public static TaskFailureDetails? Check(string? version, DurableTaskWorkerOptions.VersioningOptions? options)
    {
        if (options is null || Matches(version ?? string.Empty, options) || options.FailureStrategy == DurableTaskWorkerOptions.VersionFailureStrategy.Reject)
        {
            return null;
        }

        return Events.Failure(
            "VersionMismatch",
            $"The instance has version '{version}', this worker runs version '{options.Version}' ({options.MatchStrategy}).",
            final: true);
    }

    /// <summary>Whether the instance waits for another worker.</summary>
    public static bool Rejects(string? version, DurableTaskWorkerOptions.VersioningOptions? options) =>
        options is { FailureStrategy: DurableTaskWorkerOptions.VersionFailureStrategy.Reject } && !Matches(version ?? string.Empty, options);

    private static bool Matches(string version, DurableTaskWorkerOptions.VersioningOptions options) => options.MatchStrategy switch
    {
        DurableTaskWorkerOptions.VersionMatchStrategy.Strict => string.Equals(version, options.Version, StringComparison.OrdinalIgnoreCase),
        DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder => TaskOrchestrationVersioningUtils.CompareVersions(version, options.Version) <= 0,
        _ => true,
    };
}
