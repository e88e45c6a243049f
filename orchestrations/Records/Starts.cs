using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Records;

/// <summary>Starts orchestrations whose id is derived from their record.</summary>
public static class Starts
{
    /// <summary>
    /// Starts an orchestration unless one with its id exists in any state, since reusing an id would start it over. Of concurrent calls one
    /// starts it and none fails. Returns whether this call did.
    /// </summary>
    /// <param name="client">the client</param>
    /// <param name="orchestrator">the name of the orchestrator</param>
    /// <param name="input">the input</param>
    /// <param name="options">the options, with the id</param>
    /// <param name="cancellation">the cancellation token</param>
    public static async Task<bool> StartOnceAsync(
        this DurableTaskClient client, string orchestrator, object? input, StartOrchestrationOptions options, CancellationToken cancellation = default) =>
        await StartUnlessAsync(client, orchestrator, input, options, there => there is not null, cancellation);

    /// <summary>Starts an orchestration unless one with its id is running; for those that may be started over after they have ended.</summary>
    /// <param name="client">the client</param>
    /// <param name="orchestrator">the name of the orchestrator</param>
    /// <param name="input">the input</param>
    /// <param name="options">the options, with the id</param>
    /// <param name="cancellation">the cancellation token</param>
    public static async Task<bool> StartUnlessRunningAsync(
        this DurableTaskClient client, string orchestrator, object? input, StartOrchestrationOptions options, CancellationToken cancellation = default) =>
        await StartUnlessAsync(client, orchestrator, input, options, there => there is { IsCompleted: false }, cancellation);

    private static async Task<bool> StartUnlessAsync(
        DurableTaskClient client, string orchestrator, object? input, StartOrchestrationOptions options, Func<OrchestrationMetadata?, bool> stands,
        CancellationToken cancellation)
    {
        var id = options.InstanceId ?? throw new ArgumentException("Without an id, nothing tells the first start from the second.", nameof(options));
        if (stands(await client.GetInstanceAsync(id, cancellation))) return false;
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, options, cancellation);
            return true;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // Each runtime has its own exception for an id that exists.
            if (!stands(await client.GetInstanceAsync(id, cancellation))) throw;
            return false;
        }
    }
}
