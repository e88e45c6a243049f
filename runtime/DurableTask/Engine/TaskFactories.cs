using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;

namespace Dazhou.LocalRuntime;

/// <summary>Asks a factory for the code of a version; a factory without versions serves all of them alike.</summary>
internal static class TaskFactories
{
    public static bool TryCreateOrchestrator(
        this IDurableTaskFactory factory,
        string name,
        string? version,
        IServiceProvider services,
        [NotNullWhen(true)] out ITaskOrchestrator? orchestrator) => factory is IVersionedTaskFactory versioned
        ? versioned.TryCreateOrchestrator(name, VersionOf(version), services, out orchestrator)
        : factory.TryCreateOrchestrator(name, services, out orchestrator);

    public static bool TryCreateActivity(
        this IDurableTaskFactory factory,
        string name,
        string? version,
        IServiceProvider services,
        [NotNullWhen(true)] out ITaskActivity? activity) => factory is IVersionedTaskFactory versioned
        ? versioned.TryCreateActivity(name, VersionOf(version), services, out activity)
        : factory.TryCreateActivity(name, services, out activity);

    private static TaskVersion VersionOf(string? version) => string.IsNullOrEmpty(version) ? TaskVersion.Unversioned : new TaskVersion(version);
}
