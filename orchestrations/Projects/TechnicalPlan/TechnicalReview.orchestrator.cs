using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 技术性审查 (第三十七条): 市数字经济局 reviews the plan within ten days, 原则上, and decides by link. Works inseparable from the project
/// are reviewed by 市发改委 (第八条).
/// </summary>
public static class TechnicalReview
{
    /// <summary>Runs the stage; after 退回补正 the lifecycle goes back to the plan. Input: <see cref="TechnicalReviewInput"/>.</summary>
    [Function(nameof(TechnicalReview))]
    public static async Task<ApprovalOutcome> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<TechnicalReviewInput>()!;
        var project = input.Project;
        var outcome = await context.CallSubOrchestratorAsync<ApprovalOutcome>(
            nameof(Approval), RequestFor(input), OrchestrationVersion.Part($"{context.InstanceId}:Approval"));
        if (input.WithOpinion && outcome.Result is ApprovalResult.Agreed or ApprovalResult.Refused)
        {
            await context.CallActivityAsync(
                nameof(TechnicalReviewActivities.IssueReviewOpinion), new IssueReviewOpinion(project.Id, input.Round, outcome, context.Now()), ActivityRetry.Patient);
        }

        await UnitMail.SendAsync(context, project, "reviewed", ProjectMails.Reviewed(project, outcome));
        return outcome;
    }

    private static ApprovalRequest RequestFor(TechnicalReviewInput input) =>
        new()
        {
            Subject = input.Project.Subject,
            Stage = Stages.TechnicalReview,
            Summary = $"{input.Project.UnitName}提交的项目建设技术方案，总投资{Amounts.Text(input.Project.TotalInvestment)}",
            Round = input.Round,
            From = input.HandedIn,
            ReturnsToCaller = true,
            Applicant = ProjectPosts.ContactOf(input.Project.Unit),
            Lines = ProjectMails.LinesOf(input.Project),
            Steps =
            [
                new()
                {
                    Key = Stages.TechnicalReview,
                    Act = Act.Assess,
                    Approvers = [ProjectPosts.Reviewers],
                    Period = new Days(input.Project.Policy.TechnicalReviewDays),
                    Article = "第三十七条",
                    Escalation = ProjectPosts.ReviewersSuperior,
                },
                .. WorksReview(input.Project),
            ],
        };

    /// <summary>The review step of 市发改委 for its part, in its own procedure, if it established the whole.</summary>
    private static IEnumerable<ApprovalStep> WorksReview(ProjectRef project) =>
        project.Works is not { ApprovalNumber: null } ? [] :
        [
            new()
            {
                Key = $"{Stages.TechnicalReview}.works",
                Act = Act.Assess,
                Approvers = [ProjectPosts.DevelopmentAndReform],
                Period = new Days(project.Policy.TechnicalReviewDays),
                Article = "第八条",
                Escalation = ProjectPosts.ReviewersSuperior,
            },
        ];
}

/// <summary>The input of the stage.</summary>
/// <param name="Project">the project</param>
/// <param name="Round">the round</param>
/// <param name="HandedIn">the day on which the plan was submitted, from which the ten days count</param>
public sealed record TechnicalReviewInput(ProjectRef Project, int Round, DateOnly HandedIn)
{
    /// <summary>Whether 技术审查意见 is written as a document; a review that began before there was one continues without it.</summary>
    public bool WithOpinion { get; init; }
}
