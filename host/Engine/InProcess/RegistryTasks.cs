using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;

namespace Dazhou.DurableEngine;

/// <summary>The tasks of a <see cref="DurableTaskRegistry"/>.</summary>
public sealed class RegistryTasks : IDurableTaskFactory
{
    private readonly Dictionary<string, Func<IServiceProvider, ITaskOrchestrator>> _orchestrators;
    private readonly Dictionary<string, Func<IServiceProvider, ITaskActivity>> _activities;

    /// <summary>Takes what <paramref name="add"/> registers.</summary>
    public RegistryTasks(Action<DurableTaskRegistry> add)
    {
        ArgumentNullException.ThrowIfNull(add);
        var registry = new DurableTaskRegistry();
        add(registry);
        _orchestrators = registry.GetOrchestrators().ToDictionary(item => item.Key.Name, item => item.Value, StringComparer.OrdinalIgnoreCase);
        _activities = registry.GetActivities().ToDictionary(item => item.Key.Name, item => item.Value, StringComparer.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public bool TryCreateOrchestrator(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator)
    {
        orchestrator = _orchestrators.TryGetValue(name.Name, out var make) ? make(serviceProvider) : null;
        return orchestrator is not null;
    }

    /// <inheritdoc/>
    public bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity)
    {
        activity = _activities.TryGetValue(name.Name, out var make) ? make(serviceProvider) : null;
        return activity is not null;
    }
}
