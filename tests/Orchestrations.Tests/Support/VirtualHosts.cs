using Dazhou.DurableEngine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orchestrations.Tests.Support;

/// <summary>Hosts in virtual time as a rehearsal has them.</summary>
internal static class VirtualHosts
{
    /// <summary>Time advances by itself whenever everything is idle.</summary>
    public static IHost Build(DateTimeOffset start, Action<IServiceCollection> configure) => Build(start, autoAdvance: true, configure);

    /// <summary>Every turn is replayed from its history, so that code which is not deterministic fails.</summary>
    public static IHost Build(DateTimeOffset start, bool autoAdvance, Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        var clock = Clock.Virtual(start);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddDurableFunctions(typeof(Dazhou.Serverless.Approvals.Approval).Assembly);
        builder.Services.AddDurableEngine(options =>
        {
            options.Store = StoreKind.Memory;
            options.AutoAdvance = autoAdvance;
            options.CachedInstances = 0;
        });
        configure(builder.Services);
        return builder.Build();
    }
}
