using Dazhou.Serverless.Approvals;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 监督管理 (第五十三条): accompanies a project from its establishing to its end and begins a <see cref="Rectification"/> for every
/// order that comes in.
/// </summary>
public static class ProjectSupervision
{
    /// <summary>Its name; it is no stage.</summary>
    public const string Name = nameof(ProjectSupervision);

    /// <summary>Accompanies the project of a <see cref="StageInput"/>; answers how many rectifications were ordered.</summary>
    [Function(Name)]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (project, _) = context.GetInput<StageInput>()!;
        var over = context.WaitForExternalEvent<object?>(SubmissionEvents.Over);
        var inbox = new ActInbox(context, project.Id, [SupervisionKinds.Order]);
        var running = new List<Task>();
        var patience = new Patience();
        while (!over.IsCompleted)
        {
            foreach (var order in await inbox.TakeAsync())
            {
                running.Add(context.CallSubOrchestratorAsync<StageResult>(
                    nameof(Rectification), new ActInput(project, order),
                    new SubOrchestrationOptions(instanceId: $"{context.InstanceId}:{nameof(Rectification)}:{order.Round}")));
            }

            await patience.WaitAsync(context, inbox.Woken, until: null, over);
        }

        await Task.WhenAll(running);
        return running.Count;
    }
}
