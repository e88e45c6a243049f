using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>
/// Builds hosts that run the app's orchestrators and activities in virtual time: in memory, without HTTP and storage.
/// Time advances by itself whenever everything is idle. The services of the activities are the caller's to add.
/// </summary>
internal static class VirtualTimeHost
{
    public const string ServiceKey = "virtual-time";

    public static Func<DateTimeOffset, Action<IServiceCollection>, IHost> Factory(IServiceProvider app)
    {
        var catalog = app.GetRequiredService<FunctionCatalog>();
        var pipeline = app.GetRequiredService<FunctionPipeline>();
        var loggers = app.GetRequiredService<ILoggerFactory>();
        return (start, configure) =>
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });

            // The outer host owns its loggers; an instance that was added is not disposed with the inner one.
            builder.Services.AddSingleton(loggers);
            builder.Services.AddSingleton<TimeProvider>(Clock.Virtual(start));
            builder.Services.AddSingleton<IDurableTaskFactory>(new FunctionTaskFactory(catalog, pipeline));
            builder.Services.AddFunctionsConverter();
            builder.Services.AddDurableTaskClient();
            builder.Services.Configure<LocalRuntimeOptions>(options =>
            {
                options.Store = StoreKind.Memory;
                options.AutoAdvance = true;
                options.RejectUnknownOrchestrators = true;
            });
            configure(builder.Services);
            return builder.Build();
        };
    }
}
