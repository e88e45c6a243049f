namespace Microsoft.DurableTask;

// Orchestrators that are classes or objects.
public sealed partial class DurableTaskRegistry
{
    /// <summary>Adds an orchestrator that a function makes for every turn.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="factory">The function.</param>
    public DurableTaskRegistry AddOrchestrator(TaskName name, Func<ITaskOrchestrator> factory) =>
        AddOrchestrator(name, TaskVersion.Unversioned, factory);

    /// <summary>Adds an orchestrator that a function makes for every turn.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="factory">The function.</param>
    public DurableTaskRegistry AddOrchestrator(TaskName name, TaskVersion version, Func<ITaskOrchestrator> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Add(Orchestrators, name, version, _ => factory());
    }

    /// <summary>Adds an orchestrator class; it needs a constructor without parameters.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The class.</param>
    public DurableTaskRegistry AddOrchestrator(TaskName name, Type type)
    {
        RequireConcrete<ITaskOrchestrator>(type);

        // No services here, as in the real package: what an orchestrator may use comes from its context.
        return AddOrchestrator(name, type.GetTaskVersion(), () => (ITaskOrchestrator)Activator.CreateInstance(type)!);
    }

    /// <summary>Adds an orchestrator class under its own name.</summary>
    /// <param name="type">The class.</param>
    public DurableTaskRegistry AddOrchestrator(Type type)
    {
        RequireConcrete<ITaskOrchestrator>(type);
        return AddOrchestrator(type.GetTaskName(), type);
    }

    /// <summary>Adds an orchestrator class.</summary>
    /// <typeparam name="TOrchestrator">The class.</typeparam>
    /// <param name="name">Its name.</param>
    public DurableTaskRegistry AddOrchestrator<TOrchestrator>(TaskName name)
        where TOrchestrator : class, ITaskOrchestrator => AddOrchestrator(name, typeof(TOrchestrator));

    /// <summary>Adds an orchestrator class under its own name.</summary>
    /// <typeparam name="TOrchestrator">The class.</typeparam>
    public DurableTaskRegistry AddOrchestrator<TOrchestrator>()
        where TOrchestrator : class, ITaskOrchestrator => AddOrchestrator(typeof(TOrchestrator));

    /// <summary>Adds one object for all instances.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="orchestrator">The object.</param>
    public DurableTaskRegistry AddOrchestrator(TaskName name, ITaskOrchestrator orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, orchestrator.GetType().GetTaskVersion(), Shared(orchestrator));
    }

    /// <summary>Adds one object for all instances under its class's name.</summary>
    /// <param name="orchestrator">The object.</param>
    public DurableTaskRegistry AddOrchestrator(ITaskOrchestrator orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(orchestrator.GetType().GetTaskName(), orchestrator);
    }
}
