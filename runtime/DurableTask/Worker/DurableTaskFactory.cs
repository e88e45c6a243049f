using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask.Worker;

/// <summary>Makes what registries hold.</summary>
internal sealed class DurableTaskFactory : IDurableTaskFactory, IVersionedTaskFactory
{
    private readonly Lookup<ITaskActivity> activities;
    private readonly Lookup<ITaskOrchestrator> orchestrators;

    /// <summary>A factory of all tasks in some registries; the same task in two of them is an error.</summary>
    public DurableTaskFactory(params IReadOnlyCollection<DurableTaskRegistry> registries)
    {
        activities = new(registries.SelectMany(registry => registry.Activities));
        orchestrators = new(registries.SelectMany(registry => registry.Orchestrators));
    }

    public bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity) =>
        TryCreateActivity(name, TaskVersion.Unversioned, serviceProvider, out activity);

    public bool TryCreateActivity(
        TaskName name, TaskVersion version, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity) =>
        activities.TryCreate(name, version, serviceProvider, out activity);

    public bool TryCreateOrchestrator(
        TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator) =>
        TryCreateOrchestrator(name, TaskVersion.Unversioned, serviceProvider, out orchestrator);

    public bool TryCreateOrchestrator(
        TaskName name, TaskVersion version, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator) =>
        orchestrators.TryCreate(name, version, serviceProvider, out orchestrator);

    private sealed class Lookup<T>
        where T : class
    {
        private readonly Dictionary<TaskKey, Func<IServiceProvider, T>> tasks = [];
        private readonly HashSet<TaskName> versionedNames = [];

        public Lookup(IEnumerable<KeyValuePair<TaskKey, Func<IServiceProvider, T>>> entries)
        {
            foreach (var (key, factory) in entries)
            {
                if (!tasks.TryAdd(key, factory))
                    throw new ArgumentException($"Two workers have an {typeof(T).Name} named '{key.Name}'.", nameof(entries));
                if (key.Version != TaskVersion.Unversioned)
                    versionedNames.Add(key.Name);
            }
        }

        public bool TryCreate(TaskName name, TaskVersion version, IServiceProvider services, [NotNullWhen(true)] out T? task)
        {
            ArgumentNullException.ThrowIfNull(services);
            task = Find(name, version)?.Invoke(services);
            return task is not null;
        }

        // Code without versions serves instances of all versions; once a name has versions, each is served by its own.
        private Func<IServiceProvider, T>? Find(TaskName name, TaskVersion version) =>
            tasks.GetValueOrDefault(new(name, version))
            ?? (versionedNames.Contains(name) ? null : tasks.GetValueOrDefault(new(name, TaskVersion.Unversioned)));
    }
}
