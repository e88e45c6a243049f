using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrations.Tests.Simulation;

/// <summary>A client whose events get lost, come twice, late or in another order, and whose calls may fail before or after they were done.</summary>
internal sealed class FlakyClient(DurableTaskClient client, Faults faults, EventMail events) : DurableTaskClient("flaky")
{

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        await Task.Yield();
        faults.MayThrow(0.01, $"before starting {orchestratorName.Name}");
        var id = await client.ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, options, cancellation);
        faults.MayThrow(0.01, $"after starting {orchestratorName.Name}");
        return id;
    }

    public override async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        await Task.Yield();
        events.Known.Add((instanceId, eventName));
        if (faults.Strike(0.12))
        {
            faults.Note($"event lost: {eventName} to {instanceId}");
            return;
        }

        if (faults.Strike(0.15))
        {
            events.Delay(instanceId, eventName);
            return;
        }

        faults.MayThrow(0.03, $"before raising {eventName}");
        if (faults.Strike(0.15))
        {
            faults.Note($"event doubled: {eventName} to {instanceId}");
            await client.RaiseEventAsync(instanceId, eventName, eventPayload, cancellation);
        }

        await client.RaiseEventAsync(instanceId, eventName, eventPayload, cancellation);
        faults.MayThrow(0.03, $"after raising {eventName}");
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        client.GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => client.GetAllInstancesAsync(filter);

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Events on their way: those that are late, and all that were ever raised, which may come once more at any time.</summary>
internal sealed class EventMail(Action<string, string> delay)
{
    public List<(string Instance, string Event)> Known { get; } = [];

    public void Delay(string instance, string eventName) => delay(instance, eventName);
}
