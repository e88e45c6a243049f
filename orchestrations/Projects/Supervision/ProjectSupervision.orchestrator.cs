using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 监督管理 (第五十三条): runs beside a project from its establishment to its end; starts a <see cref="Rectification"/> for
/// every order and an <see cref="Extension"/> for every application (第三十六条、第四十二条).
/// </summary>
public static class ProjectSupervision
{
    /// <summary>The name of the orchestration; it is not a stage.</summary>
    public const string Name = nameof(ProjectSupervision);

    /// <summary>Runs the supervision; returns the number of rectifications. Input: <see cref="StageInput"/>.</summary>
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
