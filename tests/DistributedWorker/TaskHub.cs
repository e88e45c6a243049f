using Azure.Data.Tables;
using DurableTask.AzureStorage;
using Microsoft.Extensions.Logging;

namespace DistributedWorker;

/// <summary>The task hub that all processes of a test share.</summary>
public static class TaskHub
{
    /// <summary>How many activities a worker runs at a time.</summary>
    public const int ActivitiesAtATime = 10;

    /// <summary>
    /// The engine on a storage account. Its defaults are made for a cloud that is paid by the request, and for workers that
    /// seldom die: it looks into its queues every 30 seconds, and what a dead worker had taken is free after five minutes.
    /// </summary>
    public static AzureStorageOrchestrationService Open(string connection, string name, string worker, ILoggerFactory loggers) =>
        new(new AzureStorageOrchestrationServiceSettings
        {
            StorageAccountClientProvider = new StorageAccountClientProvider(connection),
            TaskHubName = name,
            WorkerId = worker,
            LoggerFactory = loggers,
            // One for each worker, and both for the one that is left.
            PartitionCount = 2,
            MaxConcurrentTaskActivityWorkItems = ActivitiesAtATime,
            MaxQueuePollingInterval = TimeSpan.FromMilliseconds(250),
            // What a killed worker had taken is free again after this time. Shorter ones starve on a busy machine: what takes longer
            // than this is given to somebody else while it is done, and then again.
            ControlQueueVisibilityTimeout = TimeSpan.FromSeconds(30),
            WorkItemQueueVisibilityTimeout = TimeSpan.FromSeconds(30),
            LeaseInterval = TimeSpan.FromSeconds(20),
            LeaseAcquireInterval = TimeSpan.FromSeconds(1),
            PartitionTableOperationTimeout = TimeSpan.FromSeconds(10),
            // Of two workers under one application's name both run.
            UseAppLease = false,
        });

    /// <summary>Completes when a worker has a partition of its own: whoever starts first takes all, and gives up one to the next.</summary>
    public static async Task OwnsPartitionAsync(string connection, string name, string worker)
    {
        var partitions = new TableClient(connection, $"{name}Partitions");
        while (true)
        {
            await foreach (var partition in partitions.QueryAsync<TableEntity>())
            {
                if (partition.GetString("CurrentOwner") == worker && partition.GetString("NextOwner") is null) return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
