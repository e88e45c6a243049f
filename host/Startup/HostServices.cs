using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost;

/// <summary>
/// Registers what stands behind the builder. Hosted services start in this order: Azurite, the engine, the host's
/// own state, the app's services, the timers, and last the web server; they stop the other way round, so that
/// requests end before timers, timers before the engine, and the storage last.
/// </summary>
internal static class HostServices
{
    public static void Add(FunctionsApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(provider => new HostFolders(builder.Files.Root, provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<AzuriteService>();
        services.AddHostedService(provider => provider.GetRequiredService<AzuriteService>());

        services.AddSingleton(_ => Clock.Running());
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<Clock>());
        services.AddSingleton<IHostMetadata, EngineMetadata>();
        services.AddSingleton<FunctionKeys>();
        services.AddSingleton<HostState>();
        services.AddHostedService(provider => provider.GetRequiredService<HostState>());

        services.AddSingleton(_ => new FunctionCatalog(FunctionDiscovery.Find(builder.EntryAssembly, builder.FunctionTypes)));
        services.AddSingleton<IDurableTaskFactory, FunctionTaskFactory>();
        services.AddFunctionsConverter();
        services.AddDurableTaskClient();
        services.AddOptions<LocalRuntimeOptions>()
            .Configure<HostFolders>((options, folders) =>
            {
                options.DatabasePath = Path.Combine(folders.Data, "runtime.db");
                options.RejectUnknownOrchestrators = true;
            })
            .BindConfiguration("LocalRuntime");
        services.AddSingleton<IHistoryReader, EngineHistoryReader>();
        services.AddSingleton<ManagementApi>();
        services.AddSingleton<HttpFunctions>();
        services.AddSingleton<ClockEndpoint>();
        services.AddSingleton(provider => new ClockSettings(
            provider.GetRequiredService<IConfiguration>().GetValue<bool?>(ClockSettings.MovableKey)
            ?? provider.GetRequiredService<IHostEnvironment>().IsDevelopment()));
        services.AddSingleton<TimerScheduler>();
        services.AddSingleton(provider => new TimeMachine(
            provider.GetRequiredService<Clock>(), [provider.GetRequiredService<LocalEngine>(), provider.GetRequiredService<TimerScheduler>()]));
        services.AddHealthChecks()
            .AddCheck<EngineHealthCheck>("engine", tags: ["ready"])
            .AddCheck<StorageHealthCheck>("storage", tags: ["ready"]);
        services.AddKeyedSingleton(VirtualTimeHost.ServiceKey, (provider, _) => VirtualTimeHost.Factory(provider));
        services.AddHttpContextAccessor();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
    }

    /// <summary>
    /// In a function app values pass through the worker's serializer and not through Durable Task's own:
    /// names match without regard to case, and fields (so tuples) are left out.
    /// </summary>
    public static void AddFunctionsConverter(this IServiceCollection services)
    {
        var converter = new JsonDataConverter(new JsonSerializerOptions
        {
            PropertyNameCaseInsensitive = true,

            // Stored, never put into a page: Chinese texts stay readable and take a third of the space.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
        services.AddSingleton<DataConverter>(converter);
        services.Configure<DurableTaskWorkerOptions>(options => options.DataConverter = converter);
    }

    public static void Complete(FunctionsApplicationBuilder builder, IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        builder.Services.AddSingleton(provider => new FunctionPipeline(middleware, provider.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<TimerScheduler>());
        Telemetry.Add(builder);
        try
        {
            if (DevelopmentStorage.Expand(builder.Configuration) is { } storage)
                builder.Configuration.AddInMemoryCollection([new(DevelopmentStorage.SettingKey, storage)]);
        }
        catch (StartupException e)
        {
            // Said when the host starts: building it prints nothing and ends nothing.
            builder.Problem = e;
        }
    }
}
