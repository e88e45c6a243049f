using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>From the application to 立项 (第七条、第十条): library, experts, leadership; back to the first after an update.</summary>
internal static class ProjectPreparation
{
    /// <summary>Returns how the project was established; null if it was not.</summary>
    public static async Task<EstablishmentResult?> RunAsync(TaskOrchestrationContext context, LifeLine life)
    {
        while (true)
        {
            var plan = await context.CallActivityAsync<PassagePlan>(nameof(ProjectActivities.PlanPassage), life.Project, ActivityRetry.Patient);
            var (end, result) = await PassAsync(context, life, plan);
            if (end != StageEnd.Renewed)
            {
                if (plan.InLibrary)
                    await context.SetEntryAsync(life.Project, result is { Agreed: true } ? LibraryState.Established : LibraryState.Rejected);
                return result;
            }

            await life.RenewAsync();
        }
    }

    private static async Task<(StageEnd End, EstablishmentResult? Result)> PassAsync(TaskOrchestrationContext context, LifeLine life, PassagePlan plan)
    {
        foreach (var stage in plan.Stages)
        {
            var end = (await life.StageAsync(stage, context.Today(), life.Project.Passage)).End;
            if (end != StageEnd.Done) return (end, null);
        }

        await life.EnterAsync(Stages.Establishment, life.Project.Passage);
        var result = await life.CallAsync<EstablishmentResult>(nameof(Establishment), life.Project, life.Project.Passage);
        life.Correct(result.Corrected);
        return (result.Renewed ? StageEnd.Renewed : StageEnd.Done, result);
    }
}
