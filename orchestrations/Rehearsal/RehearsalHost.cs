using Dazhou.DurableEngine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Rehearsal;

/// <summary>
/// Builds hosts that run this assembly's orchestrators and activities in virtual time: in memory, without HTTP and
/// storage. Time advances automatically whenever nothing is running. The caller adds the services of the activities.
/// </summary>
internal static class RehearsalHost
{
    public static IHost Build(DateTimeOffset start, Action<IServiceCollection> configure, ILoggerFactory? loggers = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        // The loggers belong to the app: an instance added to the services is not disposed with the host.
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
