using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask;

// Activities that are classes or objects.
public sealed partial class DurableTaskRegistry
{
    /// <summary>Adds an activity that a function makes for every call.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="factory">The function.</param>
    public DurableTaskRegistry AddActivity(TaskName name, Func<IServiceProvider, ITaskActivity> factory) =>
        Add(Activities, name, TaskVersion.Unversioned, factory);

    /// <summary>Adds an activity that a function makes for every call.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="factory">The function.</param>
    public DurableTaskRegistry AddActivity(TaskName name, TaskVersion version, Func<ITaskActivity> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Add(Activities, name, version, _ => factory());
    }

    /// <summary>Adds an activity class; its objects come from the services or are created with them.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The class.</param>
    public DurableTaskRegistry AddActivity(TaskName name, Type type)
    {
        RequireConcrete<ITaskActivity>(type);
        return Add(
            Activities, name, type.GetTaskVersion(), services => (ITaskActivity)ActivatorUtilities.GetServiceOrCreateInstance(services, type));
    }

    /// <summary>Adds an activity class under its own name.</summary>
    /// <param name="type">The class.</param>
    public DurableTaskRegistry AddActivity(Type type)
    {
        RequireConcrete<ITaskActivity>(type);
        return AddActivity(type.GetTaskName(), type);
    }

    /// <summary>Adds an activity class.</summary>
    /// <typeparam name="TActivity">The class.</typeparam>
    /// <param name="name">Its name.</param>
    public DurableTaskRegistry AddActivity<TActivity>(TaskName name)
        where TActivity : class, ITaskActivity => AddActivity(name, typeof(TActivity));

    /// <summary>Adds an activity class under its own name.</summary>
    /// <typeparam name="TActivity">The class.</typeparam>
    public DurableTaskRegistry AddActivity<TActivity>()
        where TActivity : class, ITaskActivity => AddActivity(typeof(TActivity));

    /// <summary>Adds one object for all calls.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="activity">The object.</param>
    public DurableTaskRegistry AddActivity(TaskName name, ITaskActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, activity.GetType().GetTaskVersion(), Shared(activity));
    }

    /// <summary>Adds one object for all calls under its class's name.</summary>
    /// <param name="activity">The object.</param>
    public DurableTaskRegistry AddActivity(ITaskActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(activity.GetType().GetTaskName(), activity);
    }
}
