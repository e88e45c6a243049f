using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>A worker that was added to the services.</summary>
internal sealed record RegisteredWorker(IDurableTaskWorkerBuilder Builder)
{
    /// <summary>
    /// Makes the tasks of all workers that leave the running to the engine, of which there is one;
    /// none in a process that only has a client.
    /// </summary>
    public static IDurableTaskFactory CreateFactory(IServiceProvider services)
    {
        var registries = services.GetRequiredService<IOptionsMonitor<DurableTaskRegistry>>();
        return new DurableTaskFactory([.. services.GetServices<RegisteredWorker>()
            .Where(registered => registered.Builder.BuildTarget is null)
            .Select(registered => registries.Get(registered.Builder.Name))]);
    }
}
