using Dazhou.DurableEngine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Projects.Rehearsal;

/// <summary>
/// Builds hosts that run the orchestrators and activities of this assembly in virtual time: in memory, without HTTP and storage.
/// Time advances by itself whenever everything is idle. The services of the activities are the caller's to add.
/// </summary>
internal static class RehearsalHost
{
    public static IHost Build(DateTimeOffset start, Action<IServiceCollection> configure, ILoggerFactory? loggers = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        // An instance that was added is not disposed with the host: these loggers belong to the app.
        if (loggers is not null) builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<TimeProvider>(Clock.Virtual(start));
        builder.Services.AddDurableEngine(options =>
        {
            options.Store = StoreKind.Memory;
            options.AutoAdvance = true;
        });
        builder.Services.AddDurableFunctions(typeof(RehearsalHost).Assembly);
        configure(builder.Services);
        return builder.Build();
    }
}
