using Dazhou.LocalRuntime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>Adds workers to the services.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds a worker.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The worker's name; null for the default.</param>
    /// <returns>The set-up of the worker, the same for the same name.</returns>
    public static IDurableTaskWorkerBuilder AddDurableTaskWorker(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return GetOrAddBuilder(services, name ?? Options.DefaultName);
    }

    /// <summary>Adds the default worker.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets it up.</param>
    public static IServiceCollection AddDurableTaskWorker(
        this IServiceCollection services, Action<IDurableTaskWorkerBuilder> configure) =>
        services.AddDurableTaskWorker(Options.DefaultName, configure);

    /// <summary>Adds a worker.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The worker's name.</param>
    /// <param name="configure">Sets it up.</param>
    public static IServiceCollection AddDurableTaskWorker(
        this IServiceCollection services, string name, Action<IDurableTaskWorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        configure(GetOrAddBuilder(services, name));
        return services;
    }

    private static IDurableTaskWorkerBuilder GetOrAddBuilder(IServiceCollection services, string name)
    {
        var known = services
            .Select(service => service.IsKeyedService ? null : service.ImplementationInstance as RegisteredWorker)
            .FirstOrDefault(registered => registered?.Builder.Name == name);
        if (known is not null)
            return known.Builder;

        var builder = new DefaultDurableTaskWorkerBuilder(name, services);
        services.AddSingleton(new RegisteredWorker(builder));
        services.AddSingleton<IHostedService>(builder.Build);
        services.AddOptions<DurableTaskWorkerOptions>(name).Configure<IServiceProvider>(UseSharedConverter);
        EngineRegistration.AddEngine(services);
        return builder;
    }

    private static void UseSharedConverter(DurableTaskWorkerOptions options, IServiceProvider services)
    {
        if (!options.HasOwnDataConverter && services.GetService<DataConverter>() is { } shared)
            options.DataConverter = shared;
    }
}
