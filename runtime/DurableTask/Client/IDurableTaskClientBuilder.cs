using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask.Client;

/// <summary>Sets up a client.</summary>
public interface IDurableTaskClientBuilder
{
    /// <summary>The client's name.</summary>
    string Name { get; }

    /// <summary>The services it is set up in.</summary>
    IServiceCollection Services { get; }

    /// <summary>The class of the client; null for the local engine's.</summary>
    Type? BuildTarget { get; set; }

    /// <summary>Makes the client.</summary>
    /// <param name="serviceProvider">The services.</param>
    DurableTaskClient Build(IServiceProvider serviceProvider);
}
