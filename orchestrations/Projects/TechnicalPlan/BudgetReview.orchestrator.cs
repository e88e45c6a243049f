using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 概算批复与招标控制价预算评审 (第三十七、三十八条): 市数字经济局 records the estimate, the unit applies, 市财政局 reviews within thirty working days.
/// The control price may not exceed the estimate.
/// </summary>
public static class BudgetReview
{
    /// <summary>Runs the stage. Input: <see cref="StageInput"/>.</summary>
    [Function(nameof(BudgetReview))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (project, _) = context.GetInput<StageInput>()!;
        var estimate = await Asking.AskAsync(context, new()
        {
            Subject = project,
            Stage = Stages.BudgetReview,
            Step = MainLineKinds.Estimate,
            Article = "第三十七条",
            ToDo = "技术性审查已经通过，请登记概算批复。",
            Post = ProjectPosts.Reviewers,
        });
        if (estimate.Submission is null) return context.Ends(StageEnd.Cancelled);
        var approved = estimate.Submission.Read<EstimateApproval>().Estimate!.Value;
        await context.SettleAsync(
            project, "estimate", Stages.BudgetReview, "第三十七条", $"概算批复：{Amounts.Text(approved)}", new EstimateSettled(approved));

        var (end, submission, _) = await context.HandInAndDecideAsync(
            new()
            {
                Subject = project,
                Stage = Stages.BudgetReview,
                Step = MainLineKinds.BudgetApplication,
                Article = "第三十八条",
                ToDo = $"概算已经批复（{Amounts.Text(approved)}），请向市财政局申报招标控制价预算评审。",
                Post = ProjectPosts.ContactOf(project.Unit),
            },
            (application, round) => StageSteps.OneStep(
                project, Stages.BudgetReview, Stages.BudgetReview, Act.Assess, ProjectPosts.BudgetReviewers,
                new WorkingDays(project.Policy.BudgetReviewWorkingDays), "第三十八条",
                $"{project.UnitName}申报招标控制价{Amounts.Text(application.Read<BudgetApplication>().ControlPrice!.Value)}，概算{Amounts.Text(approved)}",
                ProjectPosts.TreasurySuperior, round, ChinaTime.DayOf(application.At)),
            ApprovalResult.Withdrawn);
        if (end == StageEnd.Done)
        {
            var price = submission!.Read<BudgetApplication>().ControlPrice!.Value;
            await context.SettleAsync(
                project, "control-price", Stages.BudgetReview, "第三十八条", $"招标控制价：{Amounts.Text(price)}", new ControlPriceSettled(price) { On = context.Today() });
        }

        return context.Ends(end);
    }
}

/// <summary>The input of a stage.</summary>
/// <param name="Project">the project</param>
/// <param name="From">the day on which the previous stage ended</param>
public sealed record StageInput(ProjectRef Project, DateOnly From);
