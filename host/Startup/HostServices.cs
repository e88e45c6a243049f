using Dazhou.FunctionsHost.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dazhou.FunctionsHost;

/// <summary>
/// Registers what the host is made of. The hosted services start in this order: the engine, the timers, and last the web
/// server; they stop the other way round. What stands around them is <see cref="HostRun"/>'s to start and stop.
/// </summary>
internal static class HostServices
{
    public static void Add(WebApplicationBuilder builder, AppFolder app, HostFiles files)
    {
        var services = builder.Services;
        services.AddSingleton(provider => new HostFolders(files.Root, app, provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<AzuriteService>();
        services.AddSingleton<PublicAddress>();

        services.AddSingleton(provider => new ClockSettings(
            // The worker follows a moved clock in Development only, and the two must not differ.
            provider.GetRequiredService<IHostEnvironment>().IsDevelopment()
            && provider.GetRequiredService<IConfiguration>().GetValue(ClockSettings.MovableKey, defaultValue: true)));
        services.AddSingleton<ClockFile>();
        services.AddSingleton(provider => Clock.Running(moving: provider.GetRequiredService<ClockFile>().Write));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<Clock>());
        services.AddSingleton<IHostMetadata, EngineMetadata>();
        services.AddSingleton<FunctionKeys>();
        services.AddSingleton<HostState>();

        services.AddSingleton<FunctionCatalog>();
        services.AddSingleton<WorkerSupervisor>();
        services.AddSingleton<IWorkerGate>(provider => provider.GetRequiredService<WorkerSupervisor>());
        services.AddSingleton<RpcServer>();
        services.AddSingleton<DurableBinding>();
        services.AddSingleton<ITurnExecutor, WorkerTurnExecutor>();
        services.AddSingleton<IActivityExecutor, WorkerActivityExecutor>();
        AddEngine(services);

        services.AddSingleton<ManagementApi>();
        services.AddSingleton<HttpFunctions>();
        services.AddHttpForwarder();
        services.AddSingleton<ClockEndpoint>();
        services.AddSingleton<HealthEndpoint>();
        services.AddSingleton<ITimerRunner, WorkerTimerRunner>();
        services.AddSingleton<TimerScheduler>();
        services.AddHostedService(provider => provider.GetRequiredService<TimerScheduler>());
        services.AddSingleton(provider => new TimeMachine(
            provider.GetRequiredService<Clock>(), [provider.GetRequiredService<LocalEngine>(), provider.GetRequiredService<TimerScheduler>()]));
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        Telemetry.Add(builder);
    }

    private static void AddEngine(IServiceCollection services)
    {
        services.AddOptions<DurableHostSettings>().BindConfiguration(DurableHostSettings.Section);
        services.AddDurableEngine();
        services.Configure<DurableTaskWorkerOptions>(options => options.DataConverter = FunctionsDataConverter.Instance);
        services.AddOptions<DurableEngineOptions>()
            .Configure<HostFolders, FunctionCatalog, IOptions<DurableHostSettings>>((options, folders, catalog, durable) =>
            {
                options.DatabasePath = Path.Combine(folders.Data, "runtime.db");
                options.KnowsOrchestrator = name => catalog.FindOrchestrator(name) is not null;
                options.DefaultVersion = durable.Value.DefaultVersion;
                if (durable.Value.DefaultVersion is { } version)
                {
                    options.Versioning = new DurableTaskWorkerOptions.VersioningOptions
                    {
                        Version = version,
                        DefaultVersion = version,
                        MatchStrategy = durable.Value.VersionMatchStrategy,
                        FailureStrategy = durable.Value.VersionFailureStrategy,
                    };
                }

                if (durable.Value.MaxConcurrentActivityFunctions is { } most and > 0)
                    options.MaximumConcurrentActivities = most;
            })
            .BindConfiguration("LocalRuntime");
    }
}
