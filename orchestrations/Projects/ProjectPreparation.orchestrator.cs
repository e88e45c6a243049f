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
        // What 市发改委 established came into the library only if it was first submitted otherwise.
        if (life.Project.Policy.LibraryAdmissionFirst && (life.Project.Works?.ApprovalNumber is null || life.Project.Passage > 1))
            await context.SetEntryAsync(life.Project, result is { Agreed: true } ? LibraryState.Established : LibraryState.Rejected);
        return result;
    }

    private static async Task<EstablishmentResult?> PassAsync(TaskOrchestrationContext context, LifeLine life)
    {
        while (true)
        {
            var end = StageEnd.Done;
            foreach (var stage in StagesBefore(life.Project))
            {
                end = (await life.StageAsync(stage, ChinaTime.DayOf(context.CurrentUtcDateTime), life.Project.Passage)).End;
                if (end != StageEnd.Done) break;
            }

            if (end == StageEnd.Done)
            {
                await life.EnterAsync(Stages.Establishment, life.Project.Passage);
                var result = await life.CallAsync<EstablishmentResult>(nameof(Establishment), life.Project, life.Project.Passage);
                life.Correct(result.Corrected);
                if (!result.Renewed) return result;
            }
            else if (end != StageEnd.Renewed)
            {
                return null;
            }

            await life.RenewAsync();
        }
    }

    private static IEnumerable<string> StagesBefore(ProjectRef project)
    {
        // What 市发改委 established with its works is not decided here once more (第八条).
        if (project.Works?.ApprovalNumber is not null) yield break;
        if (project.Policy.LibraryAdmissionFirst) yield return Stages.LibraryAdmission;
        if (project.Policy.ExpertArgumentationFirst) yield return Stages.ExpertArgumentation;
    }
}
