namespace Microsoft.DurableTask.Client;

/// <summary>Shorter ways to remove instances.</summary>
public static class DurableTaskClientExtensions
{
    /// <summary>Removes the instances created in a time, in one of some statuses.</summary>
    /// <param name="client">The client.</param>
    /// <param name="createdFrom">Created at or after.</param>
    /// <param name="createdTo">Created at or before.</param>
    /// <param name="statuses">The statuses; null for any that is final.</param>
    /// <param name="options">How to remove them.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        IEnumerable<OrchestrationRuntimeStatus>? statuses,
        PurgeInstanceOptions? options,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.PurgeAllInstancesAsync(new PurgeInstancesFilter(createdFrom, createdTo, statuses), options, cancellation);
    }

    /// <summary>Removes the instances created in a time, in one of some statuses.</summary>
    /// <param name="client">The client.</param>
    /// <param name="createdFrom">Created at or after.</param>
    /// <param name="createdTo">Created at or before.</param>
    /// <param name="statuses">The statuses; null for any that is final.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        IEnumerable<OrchestrationRuntimeStatus>? statuses,
        CancellationToken cancellation = default) =>
        client.PurgeInstancesAsync(createdFrom, createdTo, statuses, null, cancellation);

    /// <summary>Removes the instances created in a time.</summary>
    /// <param name="client">The client.</param>
    /// <param name="createdFrom">Created at or after.</param>
    /// <param name="createdTo">Created at or before.</param>
    /// <param name="options">How to remove them.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        PurgeInstanceOptions? options,
        CancellationToken cancellation = default) =>
        client.PurgeInstancesAsync(createdFrom, createdTo, null, options, cancellation);

    /// <summary>Removes the instances created in a time.</summary>
    /// <param name="client">The client.</param>
    /// <param name="createdFrom">Created at or after.</param>
    /// <param name="createdTo">Created at or before.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        CancellationToken cancellation = default) =>
        client.PurgeInstancesAsync(createdFrom, createdTo, null, null, cancellation);
}
