using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Projects;

/// <summary>The amounts, in 万元 and 含本数, from which a higher tier decides.</summary>
/// <param name="Mayor">from here 市长 decides; below, the vice-mayor of finance</param>
/// <param name="StandingMeeting">from here 市政府常务会议 decides</param>
/// <param name="PartyCommittee">from here 市委常委会 decides as well, after it</param>
public sealed record LeadershipTiers(decimal Mayor, decimal StandingMeeting, decimal PartyCommittee);

/// <summary>
/// The four tiers of leadership decisions on money. 第十条第二款 for projects and 第四十三条第二款 for supplements name the same
/// people and differ only in the amounts. "以上" includes the amount, "以下" does not (第六十二条).
/// </summary>
public static class LeadershipRoute
{
    /// <summary>The approval steps for a project of this amount (第十条第二款), used for everything decided in the same way as the establishment.</summary>
    public static IReadOnlyList<ApprovalStep> OfProject(string name, decimal amount, string unit, ProjectPolicy policy) =>
        StepsFor(name, "第十条第二款", amount, unit, policy, new(policy.MayorFrom, policy.StandingMeetingFrom, policy.PartyCommitteeFrom));

    /// <summary>
    /// The approval steps for an amount; <paramref name="name"/> is the prefix of their keys,
    /// <paramref name="article"/> gives the article's item of each tier.
    /// </summary>
    public static IReadOnlyList<ApprovalStep> StepsFor(
        string name, string article, decimal amount, string unit, ProjectPolicy policy, LeadershipTiers tiers)
    {
        if (amount < tiers.Mayor)
        {
            return
            [
                Reviews($"{article}第一项"),
                Signature("decision", Act.Decide, ProjectPosts.FinanceViceMayor, $"{article}第一项"),
            ];
        }

        if (amount < tiers.StandingMeeting)
        {
            return
            [
                Reviews($"{article}第二项"),
                Signature("endorsement", Act.Endorse, ProjectPosts.FinanceViceMayor, $"{article}第二项"),
                Signature("decision", Act.Decide, ProjectPosts.Mayor, $"{article}第二项"),
            ];
        }

        if (amount < tiers.PartyCommittee)
            return [Meeting("decision", Act.Decide, ProjectPosts.StandingMeeting, $"{article}第三项")];

        return
        [
            Meeting("deliberation", Act.Deliberate, ProjectPosts.StandingMeeting, $"{article}第四项"),
            Meeting("decision", Act.Decide, ProjectPosts.PartyCommittee, $"{article}第四项"),
        ];

        // Both vice-mayors review; if one person holds both posts, a single decision is enough.
        ApprovalStep Reviews(string item) =>
            Step("review", Act.Review, [ApproverPost.SupervisorOf(unit), ProjectPosts.DigitalEconomyViceMayor], item, policy.SignatureWorkingDays);

        ApprovalStep Signature(string key, Act act, ApproverPost post, string item) =>
            Step(key, act, [post], item, policy.SignatureWorkingDays);

        ApprovalStep Meeting(string key, Act act, ApproverPost secretariat, string item) =>
            Step(key, act, [secretariat], item, policy.MeetingWorkingDays) with { Meeting = true };

        ApprovalStep Step(string key, Act act, IReadOnlyList<ApproverPost> approvers, string item, int workingDays) =>
            new()
            {
                Key = $"{name}.{key}",
                Act = act,
                Approvers = approvers,
                Period = new WorkingDays(workingDays),
                Article = item,
                Escalation = ProjectPosts.Reviewers,
                RequiresSignIn = amount >= policy.SignInFrom,
            };
    }
}
