using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 监督管理 (第五十三条): accompanies a project from its establishing to its end and begins a <see cref="Rectification"/> for every
/// order that comes in, and an <see cref="Extension"/> for every application (第三十六条、第四十二条).
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
        var inbox = new ActInbox(context, project.Id, [SupervisionKinds.Order, ExtensionKinds.Application, ExtensionKinds.OverduePlan]);
        var running = new List<Task>();
        var extensions = new List<Task>();
        var patience = new Patience();
        while (!over.IsCompleted)
        {
            foreach (var act in await inbox.TakeAsync())
            {
                if (act.Step == ExtensionKinds.OverduePlan)
                    await OverduePlan.HandleAsync(context, project, act);
                else
                    (act.Step == SupervisionKinds.Order ? running : extensions).Add(BeginAsync(context, project, act));
            }

            await patience.WaitAsync(context, inbox.Woken, until: null, over);
        }

        await Task.WhenAll([.. running, .. extensions]);
        return running.Count;
    }

    private static Task<StageResult> BeginAsync(TaskOrchestrationContext context, ProjectRef project, SubmissionRow act)
    {
        var orchestration = act.Step == SupervisionKinds.Order ? nameof(Rectification) : nameof(Extension);
        return context.CallSubOrchestratorAsync<StageResult>(
            orchestration, new ActInput(project, act), OrchestrationVersion.Part($"{context.InstanceId}:{orchestration}:{act.Round}"));
    }
}
