using Microsoft.Extensions.Hosting;

namespace Microsoft.DurableTask.Worker.Hosting;

/// <summary>A base for workers other than the local engine.</summary>
public abstract class DurableTaskWorker : BackgroundService
{
    private readonly string name;
    private readonly IDurableTaskFactory factory;

    /// <summary>A worker of the given name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="factory">Makes what it runs.</param>
    protected DurableTaskWorker(string? name, IDurableTaskFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        (this.name, this.factory) = (name ?? string.Empty, factory);
    }

    /// <summary>The worker's name.</summary>
    protected virtual string Name => name;

    /// <summary>Makes what it runs.</summary>
    protected virtual IDurableTaskFactory Factory => factory;
}
