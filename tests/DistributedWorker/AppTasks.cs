using DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;

namespace DistributedWorker;

/// <summary>The app's orchestrators and activities as DurableTask.Core knows tasks: made by the SDK's own shims when they are asked for.</summary>
internal sealed class AppTasks(
    IDurableTaskFactory functions, IServiceProvider services, DurableTaskShimFactory shims, OfficeClock clock, DataConverter converter)
    : INameVersionObjectManager<TaskOrchestration>, INameVersionObjectManager<TaskActivity>
{
    TaskOrchestration? INameVersionObjectManager<TaskOrchestration>.GetObject(string name, string? version) =>
        functions.TryCreateOrchestrator(new TaskName(name), services, out var orchestrator)
            ? shims.CreateOrchestration(new TaskName(name), new OfficeOrchestrator(orchestrator, clock, converter))
            : null;

    TaskActivity? INameVersionObjectManager<TaskActivity>.GetObject(string name, string? version) =>
        functions.TryCreateActivity(new TaskName(name), services, out var activity) ? shims.CreateActivity(new TaskName(name), activity) : null;

    /// <summary>The functions are all there are.</summary>
    void INameVersionObjectManager<TaskOrchestration>.Add(ObjectCreator<TaskOrchestration> creator) => throw new NotSupportedException();

    /// <summary>The functions are all there are.</summary>
    void INameVersionObjectManager<TaskActivity>.Add(ObjectCreator<TaskActivity> creator) => throw new NotSupportedException();
}
