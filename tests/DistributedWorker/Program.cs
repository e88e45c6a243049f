using DistributedWorker;
using DurableTask.AzureStorage;
using DurableTask.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

// A worker of the distributed test: DistributedWorker CONNECTION HUB NAME CLOCK FOLDER HOLD. It says when it has its
// part of the task hub, and ends with its standard input, so that none is left behind.
var (connection, hub, name, clock, folder, hold) = (args[0], args[1], args[2], OfficeClock.Parse(args[3]), args[4], args[5]);
await using var services = new ServiceCollection().AddOffice(connection, hub, name, clock).BuildServiceProvider();
using var log = new ActivityLog(folder, name, hold);
var tasks = services.GetRequiredService<AppTasks>();
using var worker = new TaskHubWorker(services.GetRequiredService<AzureStorageOrchestrationService>(), tasks, tasks, services.GetRequiredService<ILoggerFactory>())
{
    ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails,
};
worker.AddActivityDispatcherMiddleware(log.RunAsync);
await worker.StartAsync();
await TaskHub.OwnsPartitionAsync(connection, hub, name);
Console.WriteLine("ready");
await Console.In.ReadToEndAsync();
