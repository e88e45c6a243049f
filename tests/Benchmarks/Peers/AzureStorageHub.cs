using DurableTask.AzureStorage;
using DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks.Peers;

/// <summary>Durable Task's Azure Storage engine with one worker in this process, on an Azurite of its own that keeps its data in memory.</summary>
internal sealed class AzureStorageHub : IAsyncDisposable
{
    private readonly Azurite _azurite;
    private readonly TaskHubWorker _worker;
    private readonly TaskHubClient _client;

    private AzureStorageHub(Azurite azurite, TaskHubWorker worker, TaskHubClient client) => (_azurite, _worker, _client) = (azurite, worker, client);

    public static async Task<AzureStorageHub> StartAsync()
    {
        var azurite = await Azurite.StartAsync();
        var service = new AzureStorageOrchestrationService(new AzureStorageOrchestrationServiceSettings
        {
            StorageAccountClientProvider = new StorageAccountClientProvider(azurite.ConnectionString),
            TaskHubName = "peers",
            PartitionCount = 4,
        });
        await service.CreateIfNotExistsAsync();
        var registry = new DurableTaskRegistry();
        Chains.Register(registry);
        var services = new ServiceCollection().BuildServiceProvider();
        var worker = new TaskHubWorker(service) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        foreach (var (name, make) in registry.GetOrchestrators())
        {
            worker.AddTaskOrchestrations(new Creator<TaskOrchestration>(name.Name, () => DurableTaskShimFactory.Default.CreateOrchestration(name, make(services))));
        }

        foreach (var (name, make) in registry.GetActivities())
        {
            worker.AddTaskActivities(new Creator<TaskActivity>(name.Name, () => DurableTaskShimFactory.Default.CreateActivity(name, make(services))));
        }

        await worker.StartAsync();
        return new(azurite, worker, new TaskHubClient(service));
    }

    public async Task RunAsync(int activities)
    {
        var instance = await _client.CreateOrchestrationInstanceAsync("Chain", string.Empty, activities);
        var end = await _client.WaitForOrchestrationAsync(instance, TimeSpan.FromMinutes(5));
        if (end?.OrchestrationStatus != OrchestrationStatus.Completed)
        {
            throw new InvalidOperationException($"Chain {instance.InstanceId} is {end?.OrchestrationStatus}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.StopAsync(isForced: true);
        _worker.Dispose();
        await _azurite.DisposeAsync();
    }

    private sealed class Creator<T> : ObjectCreator<T>
    {
        private readonly Func<T> _make;

        public Creator(string name, Func<T> make)
        {
            Name = name;
            Version = string.Empty;
            _make = make;
        }

        public override T Create() => _make();
    }
}
