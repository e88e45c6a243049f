using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.DurableTask.Worker;

/// <summary>Sets up a worker.</summary>
public interface IDurableTaskWorkerBuilder
{
    /// <summary>The worker's name.</summary>
    string Name { get; }

    /// <summary>The services it is set up in.</summary>
    IServiceCollection Services { get; }

    /// <summary>The class of the worker; null for the local engine.</summary>
    Type? BuildTarget { get; set; }

    /// <summary>Makes the worker.</summary>
    /// <param name="serviceProvider">The services.</param>
    IHostedService Build(IServiceProvider serviceProvider);
}
