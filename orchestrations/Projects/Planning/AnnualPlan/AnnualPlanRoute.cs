using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;

namespace Dazhou.Serverless.Projects;

/// <summary>Determines the meetings of a plan (第十条第一款) and who joins the proposal of a mid-year adjustment (第十三条).</summary>
public static class AnnualPlanRoute
{
    /// <summary>Returns the approval request of a plan.</summary>
    public static ApprovalRequest RequestFor(AnnualPlanRow plan, ProjectPolicy policy)
    {
        var article = AnnualPlanTexts.ArticleOf(plan);
        return new()
        {
            Subject = new(AnnualPlan.SubjectKind, plan.Id, plan.Title),
            Stage = nameof(AnnualPlan),
            Summary = AnnualPlanTexts.SummaryOf(plan),
            Applicant = ProjectPosts.Planners,
            Lines = [.. plan.Projects.Select(project => new MailLine(project.Name, $"{project.UnitName}，{project.Text}"))],
            Steps =
            [
                .. plan.MidYear ? [Proposal()] : (IReadOnlyList<ApprovalStep>)[],
                Meeting("committee", Act.Deliberate, ProjectPosts.FinanceCommittee),
                Meeting("standing", Act.Decide, ProjectPosts.StandingMeeting),
                Meeting("decision", Act.Decide, ProjectPosts.PartyCommittee),
            ],
        };

        // 市数字经济局会同市发展改革委、市财政局提出: the bureau itself submitted the proposal.
        ApprovalStep Proposal() => new()
        {
            Key = $"{nameof(AnnualPlan)}.proposal",
            Act = Act.Review,
            Approvers = [ProjectPosts.DevelopmentAndReform, ProjectPosts.Treasury],
            Period = PlanTableRules.ProposalPeriod(plan.Year, ChinaTime.DayOf(plan.At), policy),
            Article = article,
            Escalation = ProjectPosts.ReviewersSuperior,
        };

        ApprovalStep Meeting(string key, Act act, ApproverPost secretariat) =>
            AnnualCycleRules.Meeting($"{nameof(AnnualPlan)}.{key}", act, secretariat, article, policy);
    }
}
