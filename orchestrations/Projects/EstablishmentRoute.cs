using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Who establishes a project one by one, by its total investment (第十条第二款): "以上" includes the number,
/// "以下" does not (第六十二条).
/// </summary>
public static class EstablishmentRoute
{
    /// <summary>The steps for a project of this unit and this total.</summary>
    public static IReadOnlyList<ApprovalStep> StepsFor(decimal totalInvestment, string unit, ProjectPolicy policy)
    {
        if (totalInvestment < policy.MayorFrom)
        {
            const string article = "第十条第二款第一项";
            return
            [
                Reviews(unit, article, policy),
                Signature("decision", Act.Decide, ProjectPosts.FinanceViceMayor, article, policy),
            ];
        }

        if (totalInvestment < policy.StandingMeetingFrom)
        {
            const string article = "第十条第二款第二项";
            return
            [
                Reviews(unit, article, policy),
                Signature("endorsement", Act.Endorse, ProjectPosts.FinanceViceMayor, article, policy),
                Signature("decision", Act.Decide, ProjectPosts.Mayor, article, policy),
            ];
        }

        if (totalInvestment < policy.PartyCommitteeFrom)
            return [Meeting("decision", Act.Decide, ProjectPosts.StandingMeeting, "第十条第二款第三项", policy)];

        const string both = "第十条第二款第四项";
        return
        [
            Meeting("deliberation", Act.Deliberate, ProjectPosts.StandingMeeting, both, policy),
            Meeting("decision", Act.Decide, ProjectPosts.PartyCommittee, both, policy),
        ];
    }

    /// <summary>The approval of a project.</summary>
    public static ApprovalRequest RequestFor(ProjectRef project) =>
        new()
        {
            Subject = project.Subject,
            Stage = Stages.Establishment,
            Summary = $"{project.UnitName}申报的政府投资信息化项目，总投资{Amounts.Text(project.TotalInvestment)}",
            Steps = StepsFor(project.TotalInvestment, project.Unit, project.Policy),
            Applicant = ProjectPosts.ContactOf(project.Unit),
            Lines = ProjectMails.LinesOf(project),
        };

    /// <summary>Both vice-mayors review; where they are one person, one decision serves.</summary>
    private static ApprovalStep Reviews(string unit, string article, ProjectPolicy policy) =>
        Step("review", Act.Review, [ApproverPost.SupervisorOf(unit), ProjectPosts.DigitalEconomyViceMayor], article, policy.SignatureWorkingDays);

    private static ApprovalStep Signature(string key, Act act, ApproverPost post, string article, ProjectPolicy policy) =>
        Step(key, act, [post], article, policy.SignatureWorkingDays);

    private static ApprovalStep Meeting(string key, Act act, ApproverPost secretariat, string article, ProjectPolicy policy) =>
        Step(key, act, [secretariat], article, policy.MeetingWorkingDays) with { Meeting = true };

    private static ApprovalStep Step(string key, Act act, IReadOnlyList<ApproverPost> approvers, string article, int workingDays) =>
        new()
        {
            Key = $"Establishment.{key}",
            Act = act,
            Approvers = approvers,
            Period = new WorkingDays(workingDays),
            Article = article,
            Escalation = ProjectPosts.Reviewers,
        };
}
