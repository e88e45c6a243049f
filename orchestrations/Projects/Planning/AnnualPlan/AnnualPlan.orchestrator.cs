using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 年度计划 (第十条第一款): a batch of projects after their argumentation goes through 市委财经委员会 审议, 市政府常务会议 审定 and 市委常委会 审定. Each
/// meeting records its resolution and may strike out projects; the rest are established. 中期调整 (第十三条) takes the same way
/// once the two other departments have joined the proposal.
/// </summary>
public static class AnnualPlan
{
    /// <summary>The subject kind of a plan in approvals.</summary>
    public const string SubjectKind = "annualPlan";

    /// <summary>The instance id of a plan.</summary>
    public static string InstanceIdOf(string plan) => $"annual-{plan}";

    /// <summary>Runs the plan; returns the number of approved projects. Input: <see cref="AnnualPlanInput"/>.</summary>
    [Function(nameof(AnnualPlan))]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (plan, policy) = context.GetInput<AnnualPlanInput>()!;
        var (projects, request) = await context.CallActivityAsync<OpenedBatch>(
            nameof(AnnualPlanActivities.OpenPlan), new PlanStep(plan, policy, context.Now()), ActivityRetry.Patient);
        if (projects.Count == 0) return 0;

        var opened = plan with { Projects = projects };
        var outcome = await context.DecideAsync(nameof(Approval), request);
        var agreed = await context.CallActivityAsync<IReadOnlyList<string>>(
            nameof(AnnualPlanActivities.ConcludePlan), new ConcludePlan(opened, outcome, context.Now()), ActivityRetry.Patient);
        await TellPlannerAsync(context, opened, agreed.Count, outcome);
        return agreed.Count;
    }

    private static async Task TellPlannerAsync(TaskOrchestrationContext context, AnnualPlanRow plan, int agreed, ApprovalOutcome outcome)
    {
        var planner = await context.HolderOfAsync(ProjectPosts.Planners);
        await context.MailAsync(plan.Id, "concluded", planner, new Notice
        {
            Title = plan.Title,
            ToDo = AnnualPlanTexts.ConclusionOf(plan, agreed, outcome.Comment),
            Article = AnnualPlanTexts.ArticleOf(plan),
        });
    }
}

/// <summary>The input of <see cref="AnnualPlan"/>.</summary>
public sealed record AnnualPlanInput(AnnualPlanRow Plan, ProjectPolicy Policy);
