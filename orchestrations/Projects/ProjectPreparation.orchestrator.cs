using Dazhou.Serverless.Deadlines;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>From the application to 立项 (第七条、第十条): library, experts, leadership, and back to the first after an update.</summary>
internal static class ProjectPreparation
{
    /// <summary>Answers how the project was established; null if it was not.</summary>
    public static async Task<EstablishmentResult?> RunAsync(TaskOrchestrationContext context, LifeLine life)
    {
        var result = await PassAsync(context, life);
        if (life.Project.Policy.LibraryAdmissionFirst)
            await context.SetEntryAsync(life.Project, result is { Agreed: true } ? LibraryState.Established : LibraryState.Rejected);
        return result;
    }

    private static async Task<EstablishmentResult?> PassAsync(TaskOrchestrationContext context, LifeLine life)
    {
        while (true)
        {
            var end = StageEnd.Done;
            foreach (var stage in StagesBefore(life.Project.Policy))
            {
                end = (await life.StageAsync(stage, ChinaTime.DayOf(context.CurrentUtcDateTime), life.Project.Passage)).End;
                if (end != StageEnd.Done) break;
            }

            if (end == StageEnd.Done)
            {
                await life.EnterAsync(Stages.Establishment, life.Project.Passage);
                var result = await life.CallAsync<EstablishmentResult>(nameof(Establishment), life.Project, life.Project.Passage);
                if (!result.Renewed) return result;
            }
            else if (end != StageEnd.Renewed)
            {
                return null;
            }

            await life.RenewAsync();
        }
    }

    private static IEnumerable<string> StagesBefore(ProjectPolicy policy)
    {
        if (policy.LibraryAdmissionFirst) yield return Stages.LibraryAdmission;
        if (policy.ExpertArgumentationFirst) yield return Stages.ExpertArgumentation;
    }
}
