using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>Sets up a worker; without a build target its tasks are run by the local engine.</summary>
public class DefaultDurableTaskWorkerBuilder : IDurableTaskWorkerBuilder
{
    private Type? buildTarget;

    /// <summary>A set-up of a worker.</summary>
    /// <param name="name">The worker's name; null for the default.</param>
    /// <param name="services">The services it is set up in.</param>
    public DefaultDurableTaskWorkerBuilder(string? name, IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        (Name, Services) = (name ?? Options.DefaultName, services);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IServiceCollection Services { get; }

    /// <inheritdoc/>
    public Type? BuildTarget
    {
        get => buildTarget;
        set
        {
            if (value is not null && (value.IsAbstract || !value.IsSubclassOf(typeof(DurableTaskWorker))))
                throw new ArgumentException($"{value} is not a class that can be created as {typeof(DurableTaskWorker)}.", nameof(value));
            buildTarget = value;
        }
    }

    /// <inheritdoc/>
    public IHostedService Build(IServiceProvider serviceProvider)
    {
        if (buildTarget is null)
            return new EngineRunsTheTasks();

        var registry = serviceProvider.GetRequiredService<IOptionsMonitor<DurableTaskRegistry>>().Get(Name);
        return (IHostedService)ActivatorUtilities.CreateInstance(serviceProvider, buildTarget, Name, new DurableTaskFactory(registry));
    }

    // The engine is one hosted service of its own, however many workers and clients there are.
    private sealed class EngineRunsTheTasks : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
