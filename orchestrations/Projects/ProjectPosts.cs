using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Projects;

/// <summary>The posts named by the regulation, as units and posts in the directory.</summary>
public static class ProjectPosts
{
    /// <summary>市数字经济局</summary>
    public const string DigitalEconomyBureau = "szjj";

    /// <summary>分管数字经济工作的副市长</summary>
    public static ApproverPost DigitalEconomyViceMayor { get; } = ApproverPost.SupervisorOf(DigitalEconomyBureau);

    /// <summary>分管财政工作的副市长</summary>
    public static ApproverPost FinanceViceMayor { get; } = ApproverPost.SupervisorOf("szj");

    /// <summary>市长</summary>
    public static ApproverPost Mayor { get; } = new("szf", "市长");

    /// <summary>The secretary of 市政府常务会议, who records its resolutions.</summary>
    public static ApproverPost StandingMeeting { get; } = new("szf", "常务会议秘书");

    /// <summary>The secretary of 市委常委会.</summary>
    public static ApproverPost PartyCommittee { get; } = new("sw", "常委会秘书");

    /// <summary>The section of 市数字经济局 that reviews projects and plans.</summary>
    public static ApproverPost Reviewers { get; } = new(DigitalEconomyBureau, "审查科");

    /// <summary>The section of 市数字经济局 that keeps the library and the plan (第五条、第七条).</summary>
    public static ApproverPost Planners { get; } = new(DigitalEconomyBureau, "规划科");

    /// <summary>The section of 市财政局 that reviews control prices (第三十八条).</summary>
    public static ApproverPost BudgetReviewers { get; } = new("szj", "投资评审中心");

    /// <summary>The budget section of 市财政局, which pays and budgets (第二十八条、第四十九条).</summary>
    public static ApproverPost Treasury { get; } = new("szj", "预算科");

    /// <summary>The superior told about overdue steps at 市财政局.</summary>
    public static ApproverPost TreasurySuperior { get; } = new("szj", "分管局长");

    /// <summary>The secretary of 市委财经委员会 (第十条、第十三条).</summary>
    public static ApproverPost FinanceCommittee { get; } = new("sw", "财经委员会秘书");

    /// <summary>市发展改革委, which joins the proposal of the mid-year adjustment (第十三条).</summary>
    public static ApproverPost DevelopmentAndReform { get; } = ContactOf("sfgw");

    /// <summary>The superior told about overdue steps at 市数字经济局.</summary>
    public static ApproverPost ReviewersSuperior { get; } = new(DigitalEconomyBureau, "分管局长");

    /// <summary>The person in a unit who is responsible for its projects.</summary>
    public static ApproverPost ContactOf(string unit) => new(unit, "项目负责人");
}
