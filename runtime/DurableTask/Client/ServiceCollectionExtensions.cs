using Dazhou.LocalRuntime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>Adds clients to the services.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds a client. Without a name it can be resolved as <see cref="DurableTaskClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The client's name; null for the default.</param>
    /// <returns>The set-up of the client, the same for the same name.</returns>
    public static IDurableTaskClientBuilder AddDurableTaskClient(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return GetOrAddBuilder(services, name ?? Options.DefaultName);
    }

    /// <summary>Adds the default client.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets it up.</param>
    public static IServiceCollection AddDurableTaskClient(
        this IServiceCollection services, Action<IDurableTaskClientBuilder> configure) =>
        services.AddDurableTaskClient(Options.DefaultName, configure);

    /// <summary>Adds a client.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The client's name.</param>
    /// <param name="configure">Sets it up.</param>
    public static IServiceCollection AddDurableTaskClient(
        this IServiceCollection services, string name, Action<IDurableTaskClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        configure(GetOrAddBuilder(services, name));
        return services;
    }

    private static IDurableTaskClientBuilder GetOrAddBuilder(IServiceCollection services, string name)
    {
        var known = services
            .Select(service => service.IsKeyedService ? null : service.ImplementationInstance as RegisteredBuilder)
            .FirstOrDefault(registered => registered?.Builder.Name == name);
        if (known is not null)
            return known.Builder;

        var builder = new DefaultDurableTaskClientBuilder(name, services);
        services.AddSingleton(new RegisteredBuilder(builder));
        services.TryAddSingleton<IDurableTaskClientProvider, DefaultDurableTaskClientProvider>();
        services.AddSingleton(provider => new DefaultDurableTaskClientProvider.Entry(builder.Build(provider)));
        services.AddOptions<DurableTaskClientOptions>(name).Configure<IServiceProvider>(UseSharedConverter);
        EngineRegistration.AddEngine(services);
        return name == Options.DefaultName ? builder.RegisterDirectly() : builder;
    }

    private static void UseSharedConverter(DurableTaskClientOptions options, IServiceProvider services)
    {
        if (!options.HasOwnDataConverter && services.GetService<DataConverter>() is { } shared)
            options.DataConverter = shared;
    }

    private sealed record RegisteredBuilder(IDurableTaskClientBuilder Builder);
}
