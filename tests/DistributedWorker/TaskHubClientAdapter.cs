using DurableTask.AzureStorage;
using DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using CoreConverter = DurableTask.Core.Serializing.DataConverter;

namespace DistributedWorker;

/// <summary>The client that the app's activities and services take, over DurableTask.Core's own, as far as the app uses it.</summary>
public sealed class TaskHubClientAdapter(AzureStorageOrchestrationService service, DataConverter converter) : DurableTaskClient("task-hub")
{
    private readonly TaskHubClient _client = new(service, new Converter(converter));

    /// <inheritdoc/>
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var id = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        // What Durable Functions refuses: an id under which something still runs.
        await _client.CreateOrchestrationInstanceAsync(
            orchestratorName.Name, options?.Version?.Version ?? string.Empty, id, input, tags: new Dictionary<string, string>(StringComparer.Ordinal),
            [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended]);
        return id;
    }

    /// <inheritdoc/>
    public override async Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        // As Durable Functions: an event to what is not there or over is refused, not lost.
        if (await GetInstanceAsync(instanceId, cancellation) is null or { IsCompleted: true })
            throw new InvalidOperationException($"There is no running instance {instanceId}.");
        await _client.RaiseEventAsync(new OrchestrationInstance { InstanceId = instanceId }, eventName, eventPayload!);
    }

    /// <inheritdoc/>
    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await _client.GetOrchestrationStateAsync(instanceId) is { } state ? MetadataOf(state, getInputsAndOutputs) : null;

    /// <inheritdoc/>
    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        MetadataOf(
            await _client.WaitForOrchestrationAsync(new OrchestrationInstance { InstanceId = instanceId }, TimeSpan.MaxValue, cancellation),
            getInputsAndOutputs);

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private OrchestrationMetadata MetadataOf(OrchestrationState state, bool withValues) => new(state.Name, state.OrchestrationInstance.InstanceId)
    {
        DataConverter = withValues ? converter : null,
        // Both enumerations have the same members with the same numbers.
        RuntimeStatus = (OrchestrationRuntimeStatus)(int)state.OrchestrationStatus,
        CreatedAt = new(state.CreatedTime, TimeSpan.Zero),
        LastUpdatedAt = new(state.LastUpdatedTime, TimeSpan.Zero),
        SerializedInput = withValues ? state.Input : null,
        SerializedOutput = withValues ? state.Output : null,
        SerializedCustomStatus = state.Status,
    };

    /// <summary>Inputs and events pass as the worker reads them.</summary>
    private sealed class Converter(DataConverter converter) : CoreConverter
    {
        public override string? Serialize(object value) => converter.Serialize(value);

        public override string? Serialize(object value, bool formatted) => converter.Serialize(value);

        public override object? Deserialize(string data, Type objectType) => converter.Deserialize(data, objectType);
    }
}
