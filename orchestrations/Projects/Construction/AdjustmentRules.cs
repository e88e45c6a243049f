using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Projects;

/// <summary>The three grounds of 第四十五条.</summary>
public enum AdjustmentGround
{
    /// <summary>第一项: a decision of higher authority changes the content</summary>
    HigherDecision,

    /// <summary>第二项: the technical plan needs to be completed or improved</summary>
    PlanImprovement,

    /// <summary>第三项: business needs it, within the approved overall plan</summary>
    BusinessNeed,
}

/// <summary>How an adjustment is dealt with.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AdjustmentPath>))]
public enum AdjustmentPath
{
    /// <summary>备案: the unit adjusts and files (第四十五条)</summary>
    Filing,

    /// <summary>审批, before anything is changed (第四十四条)</summary>
    Approval,
}

/// <summary>重大调整 as the unit hands it in (第四十四、四十五条).</summary>
/// <param name="Content">what is changed</param>
/// <param name="AmountAdjusted">资金调整数额, 万元</param>
/// <param name="InvestmentAfter">总投资 after it, 万元</param>
/// <param name="ObjectivesUnchanged">建设目标不变</param>
/// <param name="Ground">one of the three grounds; null if it is another</param>
/// <param name="AlreadyMade">whether it has been carried out already</param>
public sealed record AdjustmentRequest(
    string? Content,
    decimal? AmountAdjusted,
    decimal? InvestmentAfter,
    bool? ObjectivesUnchanged,
    [property: JsonConverter(typeof(LenientEnumConverter<AdjustmentGround>))] AdjustmentGround? Ground,
    bool? AlreadyMade);

/// <summary>What decides on an adjustment.</summary>
/// <param name="Request">the adjustment</param>
/// <param name="ApprovedTotal">批复总投资, 万元</param>
/// <param name="Policy">the project's policy</param>
public sealed record AdjustmentCase(AdjustmentRequest Request, decimal ApprovedTotal, ProjectPolicy Policy);

/// <summary>What the rules make of an adjustment.</summary>
/// <param name="Path">filed or approved</param>
/// <param name="NewTotal">总投资 after it where that goes beyond the established total, 万元; else null</param>
/// <param name="Steps">who approves it, where it is not filed</param>
public sealed record AdjustmentVerdict(AdjustmentPath Path, decimal? NewTotal, IReadOnlyList<ApprovalStep> Steps);

/// <summary>A change that a supervising unit found and nobody had approved (第四十四条).</summary>
/// <param name="Description">what was found</param>
/// <param name="MajorDesignChange">whether it is 重大设计变更</param>
/// <param name="ExceedsEstimate">whether it led above the estimate (超概算)</param>
public sealed record UnapprovedChange(string? Description, bool? MajorDesignChange, bool? ExceedsEstimate);

/// <summary>项目调整 (第四十四、四十五条).</summary>
public static class AdjustmentRules
{
    /// <summary>The rules of what is handed in.</summary>
    public static IReadOnlyList<StageRule<AdjustmentCase>> All { get; } =
    [
        StageRules.Text<AdjustmentCase>("adjustment-content", "第四十四条", "content", "调整内容", c => c.Request.Content),
        new("adjustment-amount", "第四十五条", "amountAdjusted", "缺少资金调整数额（万元，不为负，最多两位小数）",
            c => c.Request.AmountAdjusted is not { } amount || amount < 0m || !Amounts.HasTwoDecimals(amount)),
        StageRules.Amount<AdjustmentCase>("adjustment-total", "第四十五条", "investmentAfter", "调整后总投资", c => c.Request.InvestmentAfter),
        new("adjustment-objectives-declared", "第四十五条", "objectivesUnchanged", "须说明建设目标是否不变", c => c.Request.ObjectivesUnchanged is null),
        new("adjustment-timing-declared", "第四十四条", "alreadyMade", "须说明调整是否已经实施", c => c.Request.AlreadyMade is null),
        // What needs an approval needs it before; what is only filed may be filed afterwards.
        new("adjustment-beforehand", "第四十四条", "alreadyMade", "重大调整须事先申请并履行审批手续，不受理事后调整申请",
            c => c.Request.AlreadyMade == true && PathOf(c) == AdjustmentPath.Approval),
    ];

    /// <summary>备案 if all of 第四十五条 holds, else 审批; 不超过15% includes exactly 15 %.</summary>
    public static AdjustmentPath PathOf(AdjustmentCase adjustment)
    {
        var request = adjustment.Request;
        return request is { ObjectivesUnchanged: true, Ground: not null }
            && request.InvestmentAfter <= adjustment.ApprovedTotal
            && request.AmountAdjusted <= adjustment.ApprovedTotal * adjustment.Policy.AdjustmentShare
            ? AdjustmentPath.Filing
            : AdjustmentPath.Approval;
    }

    /// <summary>What follows from an adjustment; <paramref name="number"/> tells its steps from those of the project's others.</summary>
    public static AdjustmentVerdict Judge(AdjustmentCase adjustment, string unit, int number)
    {
        if (PathOf(adjustment) == AdjustmentPath.Filing) return new(AdjustmentPath.Filing, NewTotal: null, []);
        var policy = adjustment.Policy;
        var total = adjustment.Request.InvestmentAfter > adjustment.ApprovedTotal ? adjustment.Request.InvestmentAfter : null;
        var bureau = new ApprovalStep
        {
            Key = $"{Stages.Adjustment}{number}.bureau",
            Act = Act.Approve,
            Approvers = [ProjectPosts.Reviewers],
            Period = new WorkingDays(policy.SignatureWorkingDays),
            Article = "第四十四条",
            Escalation = ProjectPosts.ReviewersSuperior,
        };
        return new(
            AdjustmentPath.Approval,
            total,
            total is { } amount ? [bureau, .. LeadershipRoute.OfProject($"{Stages.Adjustment}{number}", amount, unit, policy)] : [bureau]);
    }

    /// <summary>What a supervising unit must say about a change it found.</summary>
    public static IReadOnlyList<StageRule<UnapprovedChange>> Finding { get; } =
    [
        StageRules.Text<UnapprovedChange>("unapproved-description", "第四十四条", "description", "擅自变更的情况", c => c.Description),
        new("unapproved-major-declared", "第四十四条", "majorDesignChange", "须说明是否属于重大设计变更", c => c.MajorDesignChange is null),
        new("unapproved-estimate-declared", "第四十四条", "exceedsEstimate", "须说明是否导致超概算", c => c.ExceedsEstimate is null),
    ];

    /// <summary>Whether 市财政局 must not pay because of it (第四十四条).</summary>
    public static bool BlocksPayment(UnapprovedChange change) => change is { MajorDesignChange: true, ExceedsEstimate: true };
}
