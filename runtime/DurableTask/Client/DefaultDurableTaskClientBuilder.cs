using Dazhou.LocalRuntime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>Sets up a client; without a build target it is the local engine's.</summary>
/// <param name="name">The client's name; null for the default.</param>
/// <param name="services">The services it is set up in.</param>
public class DefaultDurableTaskClientBuilder(string? name, IServiceCollection services) : IDurableTaskClientBuilder
{
    private Type? buildTarget;

    /// <inheritdoc/>
    public string Name { get; } = name ?? Options.DefaultName;

    /// <inheritdoc/>
    public IServiceCollection Services { get; } = services;

    /// <inheritdoc/>
    public Type? BuildTarget
    {
        get => buildTarget;
        set
        {
            if (value is not null && (value.IsAbstract || !value.IsSubclassOf(typeof(DurableTaskClient))))
                throw new ArgumentException($"{value} is not a class that can be created as {typeof(DurableTaskClient)}.", nameof(value));
            buildTarget = value;
        }
    }

    /// <inheritdoc/>
    public DurableTaskClient Build(IServiceProvider serviceProvider) => buildTarget is null
        ? EngineRegistration.CreateClient(serviceProvider, Name)
        : (DurableTaskClient)ActivatorUtilities.CreateInstance(serviceProvider, buildTarget, Name);
}
