using Dazhou.DurableEngine;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DistributedWorker;

/// <summary>
/// The app's services as any process of a test has them: records in Azure Tables and Blobs, the app's client over the task
/// hub, the common clock, and people who answer every mail the morning after as a rehearsal's do.
/// </summary>
public static class Office
{
    /// <summary>Adds them.</summary>
    /// <param name="services">where to</param>
    /// <param name="connection">the storage account of records and task hub</param>
    /// <param name="hub">the task hub's name</param>
    /// <param name="process">this process's name, which no other of the task hub has</param>
    /// <param name="clock">the time of all processes</param>
    public static IServiceCollection AddOffice(this IServiceCollection services, string connection, string hub, string process, OfficeClock clock)
    {
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new(StorageAccount.Setting, connection)]).Build());
        services.AddSingleton<TimeProvider>(clock).AddSingleton(clock);
        services.AddAzureRecords().AddDeadlines().AddLinks().AddApprovals().AddProjects();
        services.AddSingleton<IDirectory>(provider =>
            new DirectoryRecords(provider.GetRequiredService<ITableStore>(), provider.GetRequiredService<TimeProvider>(), DirectorySample.Read()));
        services.AddSingleton(RehearsalScript.Default).AddSingleton<IRehearsedSystem, RehearsedProject>();
        services.AddSingleton<RehearsalMail>();
        services.AddSingleton<IMailComposer>(provider => provider.GetRequiredService<RehearsalMail>());
        services.AddSingleton<IMailSender>(provider => provider.GetRequiredService<RehearsalMail>());

        services.AddSingleton(FunctionsDataConverter.Instance);
        services.AddSingleton(provider => TaskHub.Open(connection, hub, process, provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<DurableTaskClient, TaskHubClientAdapter>();
        services.AddSingleton<IDurableTaskFactory>(_ => new FunctionTasks(typeof(ProjectLifecycle).Assembly));
        services.AddSingleton(provider => new DurableTaskShimFactory(
            new DurableTaskWorkerOptions { DataConverter = provider.GetRequiredService<DataConverter>() }, provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<AppTasks>();
        return services;
    }
}
