using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>信息化项目库 (第七条): the first review by 市数字经济局 admits, returns or refuses a project; submissions after October are marked late.</summary>
public static class LibraryAdmission
{
    /// <summary>Runs the stage. Input: <see cref="StageInput"/> with the day of the application.</summary>
    [Function(nameof(LibraryAdmission))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (project, from) = context.GetInput<StageInput>()!;
        var submittedAt = context.Now();
        // An update has its own review steps, whose rounds start at 1.
        var step = project.Passage > 1 ? $"{Stages.LibraryAdmission}.update{project.Passage}" : Stages.LibraryAdmission;
        var outcome = await context.DecideAsync(nameof(Approval), new()
        {
            Subject = project.Subject,
            Stage = Stages.LibraryAdmission,
            Summary = project.Summarize($"{project.UnitName}申报纳入信息化项目库，总投资{Amounts.Text(project.TotalInvestment)}"),
            From = from,
            Applicant = ProjectPosts.ContactOf(project.Unit),
            Lines = ProjectMails.LinesOf(project),
            Steps =
            [
                new()
                {
                    Key = step,
                    Act = Act.FirstReview,
                    Approvers = [ProjectPosts.Planners],
                    Period = new WorkingDays(project.Policy.LibraryReviewWorkingDays),
                    Article = "第七条",
                    Escalation = ProjectPosts.ReviewersSuperior,
                },
            ],
        });
        project = await context.AfterAsync(project, outcome);
        var admitted = outcome.Result == ApprovalResult.Agreed;
        await context.CallActivityAsync(
            nameof(LibraryActivities.RecordEntry),
            new RecordEntry(project, submittedAt, context.Now(), admitted ? LibraryState.Admitted : LibraryState.Refused),
            ActivityRetry.Patient);
        await context.TellUnitAsync(
            project, "decided", "第七条", admitted ? "项目已经纳入信息化项目库。" : $"项目未列入信息化项目库：{outcome.Comment}");
        return context.Ends(admitted ? StageEnd.Done : StageEnd.Refused) with { Corrected = outcome.Corrected ? project : null };
    }
}
