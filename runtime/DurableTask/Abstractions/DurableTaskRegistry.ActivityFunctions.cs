namespace Microsoft.DurableTask;

// Activities that are functions.
public sealed partial class DurableTaskRegistry
{
    /// <summary>Adds an activity that calls a function.</summary>
    /// <typeparam name="TInput">The input.</typeparam>
    /// <typeparam name="TOutput">The output.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(TaskName name, Func<TaskActivityContext, TInput, Task<TOutput>> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc(name, TaskVersion.Unversioned, activity);
    }

    /// <summary>Adds an activity that calls a function.</summary>
    /// <typeparam name="TInput">The input.</typeparam>
    /// <typeparam name="TOutput">The output.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(TaskName name, TaskVersion version, Func<TaskActivityContext, TInput, Task<TOutput>> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, version, Shared(FuncTaskActivity.Create(activity)));
    }

    /// <summary>Adds an activity that calls a function.</summary>
    /// <typeparam name="TInput">The input.</typeparam>
    /// <typeparam name="TOutput">The output.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(TaskName name, Func<TaskActivityContext, TInput, TOutput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<TInput, TOutput>(name, (context, input) => Task.FromResult(activity(context, input)));
    }

    /// <summary>Adds an activity that calls a function.</summary>
    /// <typeparam name="TInput">The input.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc<TInput>(TaskName name, Func<TaskActivityContext, TInput, Task> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<TInput, object?>(name, (context, input) => NoResult(activity(context, input)));
    }

    /// <summary>Adds an activity that calls a function.</summary>
    /// <typeparam name="TOutput">The output.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc<TOutput>(TaskName name, Func<TaskActivityContext, Task<TOutput>> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<object?, TOutput>(name, (context, _) => activity(context));
    }

    /// <summary>Adds an activity that calls a function.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc(TaskName name, Func<TaskActivityContext, Task> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<object?, object?>(name, (context, _) => NoResult(activity(context)));
    }

    /// <summary>Adds an activity that calls a function.</summary>
    /// <typeparam name="TOutput">The output.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc<TOutput>(TaskName name, Func<TaskActivityContext, TOutput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<object?, TOutput>(name, (context, _) => activity(context));
    }

    /// <summary>Adds an activity that calls a function.</summary>
    /// <typeparam name="TInput">The input.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc<TInput>(TaskName name, Action<TaskActivityContext, TInput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<TInput, object?>(name, (context, input) =>
        {
            activity(context, input);
            return NoResult(Task.CompletedTask);
        });
    }

    /// <summary>Adds an activity that calls a function.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc(TaskName name, Action<TaskActivityContext> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<object?, object?>(name, (context, _) =>
        {
            activity(context);
            return NoResult(Task.CompletedTask);
        });
    }
}
