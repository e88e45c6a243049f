using System.ComponentModel;

namespace Microsoft.DurableTask.Client;

// Finding, removing and repeating instances.
public abstract partial class DurableTaskClient
{
    /// <summary>Finds an instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    /// <returns>The instance; null if there is none.</returns>
    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellation) =>
        GetInstanceAsync(instanceId, false, cancellation);

    /// <summary>Finds an instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="getInputsAndOutputs">Whether input, output and custom status are read too.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    /// <returns>The instance; null if there is none.</returns>
    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);

    /// <summary>The same as <see cref="GetInstanceAsync(string, CancellationToken)"/>, under its old name.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    /// <returns>The instance; null if there is none.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, CancellationToken cancellation) =>
        GetInstancesAsync(instanceId, false, cancellation);

    /// <summary>The same as <see cref="GetInstanceAsync(string, bool, CancellationToken)"/>, under its old name.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="getInputsAndOutputs">Whether input, output and custom status are read too.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    /// <returns>The instance; null if there is none.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public abstract Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Lists instances.</summary>
    /// <param name="filter">Which ones; null for all.</param>
    public abstract AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null);

    /// <summary>Removes an instance that has ended.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    public virtual Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation) =>
        PurgeInstanceAsync(instanceId, null, cancellation);

    /// <summary>Removes an instance that has ended.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="options">How to remove it.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    public virtual Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw Unsupported("purge");

    /// <summary>Removes instances that have ended.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    public virtual Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation) =>
        PurgeAllInstancesAsync(filter, null, cancellation);

    /// <summary>Removes instances that have ended.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="options">How to remove them.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    public virtual Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw Unsupported("purge");

    /// <summary>Starts an instance again with the same input.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="restartWithNewInstanceId">Whether the new run has an id of its own.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    /// <returns>The id of the new run.</returns>
    public virtual Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default) =>
        throw Unsupported("restart");

    /// <summary>Lets a failed instance try its failed steps again.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    public virtual Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default) =>
        throw Unsupported("rewind");

    /// <summary>Lists the ids of instances that ended in a time.</summary>
    /// <param name="runtimeStatus">In one of these statuses; null for any that is final.</param>
    /// <param name="completedTimeFrom">Ended at or after.</param>
    /// <param name="completedTimeTo">Ended at or before.</param>
    /// <param name="pageSize">How many a page.</param>
    /// <param name="lastInstanceKey">Where to begin; null for the start.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    public virtual Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default) =>
        throw Unsupported("list the ids of ended");
}
