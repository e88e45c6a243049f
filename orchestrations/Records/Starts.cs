using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Records;

/// <summary>Starts orchestrations whose id follows from the record that they carry.</summary>
public static class Starts
{
    /// <summary>
    /// Starts one unless there is one of its id in any state: the same id twice would begin its life anew. Of several who
    /// start it in the same moment one does, and none fails. True if this call did.
    /// </summary>
    /// <param name="client">the client</param>
    /// <param name="orchestrator">its name</param>
    /// <param name="input">its input</param>
    /// <param name="options">its id, and what else it needs</param>
    /// <param name="cancellation">ends the call</param>
    public static async Task<bool> StartOnceAsync(
        this DurableTaskClient client, string orchestrator, object? input, StartOrchestrationOptions options, CancellationToken cancellation = default) =>
        await StartUnlessAsync(client, orchestrator, input, options, there => there is not null, cancellation);

    /// <summary>The same for what may begin anew once it is over: starts one unless there is one of its id that still runs.</summary>
    /// <param name="client">the client</param>
    /// <param name="orchestrator">its name</param>
    /// <param name="input">its input</param>
    /// <param name="options">its id, and what else it needs</param>
    /// <param name="cancellation">ends the call</param>
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
            // Each runtime says by another exception that the id is taken.
            if (!stands(await client.GetInstanceAsync(id, cancellation))) throw;
            return false;
        }
    }
}
