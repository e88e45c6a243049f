using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask.Worker;

/// <summary>Makes the orchestrators and activities that the engine runs.</summary>
public interface IDurableTaskFactory
{
    /// <summary>Makes an activity.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="serviceProvider">The services of the call.</param>
    /// <param name="activity">The activity.</param>
    /// <returns>False if there is none of that name.</returns>
    bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity);

    /// <summary>Makes an orchestrator.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="serviceProvider">The services of the turn.</param>
    /// <param name="orchestrator">The orchestrator.</param>
    /// <returns>False if there is none of that name.</returns>
    bool TryCreateOrchestrator(
        TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator);
}

/// <summary>A factory that knows several versions of one name.</summary>
internal interface IVersionedTaskFactory
{
    /// <summary>Makes an activity of a version.</summary>
    bool TryCreateActivity(
        TaskName name, TaskVersion version, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity);

    /// <summary>Makes an orchestrator of a version.</summary>
    bool TryCreateOrchestrator(
        TaskName name, TaskVersion version, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator);
}
