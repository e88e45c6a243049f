using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 滚动储备 (第七条): projects admitted for a year and not established by its end are listed for the next, and each unit is
/// asked whether it still wants its project. If not, the project leaves the library.
/// </summary>
public static class LibraryCarryOver
{
    /// <summary>The instance id of the carry-over into a year.</summary>
    public static string InstanceIdOf(int year) => $"library-carry-over-{year:D4}";

    /// <summary>Carries over into the year given as input; returns the number of projects.</summary>
    [Function(nameof(LibraryCarryOver))]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var year = context.GetInput<int>();
        var projects = await context.CallActivityAsync<IReadOnlyList<ProjectRef>>(
            nameof(LibraryYearActivities.CarryOver), new YearTurn(year, context.Now()), ActivityRetry.Patient);
        await Task.WhenAll(projects.Select(project => AskAsync(context, project, year)));
        return projects.Count;
    }

    private static async Task AskAsync(TaskOrchestrationContext context, ProjectRef project, int year)
    {
        var asked = await Asking.AskAsync(context, new()
        {
            Subject = project,
            Stage = Stages.LibraryAdmission,
            Step = MainLineKinds.CarryOver,
            Round = year,
            Article = "第七条",
            ToDo = $"项目未在上一年度立项，已结转列入{year}年度，请确认是否继续保留在信息化项目库。",
            Post = ProjectPosts.ContactOf(project.Unit),
            Period = new Days(project.Policy.PromptDays),
            Escalation = ProjectPosts.Planners,
        });
        if (asked.Submission is { } submission)
        {
            await context.CallActivityAsync(
                nameof(LibraryYearActivities.SettleCarryOver),
                new CarryOverSettled(project.Id, submission.Read<CarryOverAnswer>(), submission.By), ActivityRetry.Patient);
        }
    }
}
