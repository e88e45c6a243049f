using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Projects;

/// <summary>The three grounds for an adjustment in 第四十五条.</summary>
public enum AdjustmentGround
{
    /// <summary>第一项: a decision of a higher authority changes the content</summary>
    HigherDecision,

    /// <summary>第二项: the technical plan needs completing or improving</summary>
    PlanImprovement,

    /// <summary>第三项: a business need within the approved overall plan</summary>
    BusinessNeed,
}

/// <summary>How an adjustment is handled.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AdjustmentPath>))]
public enum AdjustmentPath
{
    /// <summary>备案: the unit adjusts and files (第四十五条)</summary>
    Filing,

    /// <summary>审批, before the change is made (第四十四条)</summary>
    Approval,
}

/// <summary>The unit's submission of a 重大调整 (第四十四、四十五条).</summary>
/// <param name="Content">what changes</param>
/// <param name="AmountAdjusted">资金调整数额, 万元</param>
/// <param name="InvestmentAfter">总投资 after the adjustment, 万元</param>
/// <param name="ObjectivesUnchanged">建设目标不变</param>
/// <param name="Ground">one of the three grounds; null for any other</param>
/// <param name="AlreadyMade">whether the change has already been made</param>
public sealed record AdjustmentRequest(
    string? Content,
    decimal? AmountAdjusted,
    decimal? InvestmentAfter,
    bool? ObjectivesUnchanged,
    [property: JsonConverter(typeof(LenientEnumConverter<AdjustmentGround>))] AdjustmentGround? Ground,
    bool? AlreadyMade);

/// <summary>The facts that the rules of an adjustment check.</summary>
/// <param name="Request">the adjustment</param>
/// <param name="ApprovedTotal">批复总投资, 万元</param>
/// <param name="Policy">the project's policy</param>
public sealed record AdjustmentCase(AdjustmentRequest Request, decimal ApprovedTotal, ProjectPolicy Policy);

/// <summary>How an adjustment is handled under the rules.</summary>
/// <param name="Path">备案 or 审批</param>
/// <param name="NewTotal">the new 总投资 in 万元 if it exceeds the established total; otherwise null</param>
/// <param name="Steps">the approval steps; empty for a 备案</param>
public sealed record AdjustmentVerdict(AdjustmentPath Path, decimal? NewTotal, IReadOnlyList<ApprovalStep> Steps);

/// <summary>An unapproved change found by a supervising unit (第四十四条).</summary>
/// <param name="Description">what was found</param>
/// <param name="MajorDesignChange">whether it is 重大设计变更</param>
/// <param name="ExceedsEstimate">whether it exceeded the estimate (超概算)</param>
public sealed record UnapprovedChange(string? Description, bool? MajorDesignChange, bool? ExceedsEstimate);

/// <summary>项目调整 (第四十四、四十五条).</summary>
public static class AdjustmentRules
{
    /// <summary>The rules of an adjustment's submission.</summary>
    public static IReadOnlyList<StageRule<AdjustmentCase>> All { get; } =
    [
        StageRules.Text<AdjustmentCase>("adjustment-content", "第四十四条", "content", "调整内容", c => c.Request.Content),
        new("adjustment-amount", "第四十五条", "amountAdjusted", "缺少资金调整数额（万元，不为负，最多两位小数）",
            c => c.Request.AmountAdjusted is not { } amount || amount < 0m || !Amounts.HasTwoDecimals(amount)),
        StageRules.Amount<AdjustmentCase>("adjustment-total", "第四十五条", "investmentAfter", "调整后总投资", c => c.Request.InvestmentAfter),
        new("adjustment-objectives-declared", "第四十五条", "objectivesUnchanged", "须说明建设目标是否不变", c => c.Request.ObjectivesUnchanged is null),
        new("adjustment-timing-declared", "第四十四条", "alreadyMade", "须说明调整是否已经实施", c => c.Request.AlreadyMade is null),
        // 审批 must come before the change; 备案 may come after it.
        new("adjustment-beforehand", "第四十四条", "alreadyMade", "重大调整须事先申请并履行审批手续，不受理事后调整申请",
            c => c.Request.AlreadyMade == true && PathOf(c) == AdjustmentPath.Approval),
    ];

    /// <summary>备案 if every condition of 第四十五条 holds, otherwise 审批; 不超过15% includes exactly 15 %.</summary>
    public static AdjustmentPath PathOf(AdjustmentCase adjustment)
    {
        var request = adjustment.Request;
        return request is { ObjectivesUnchanged: true, Ground: not null }
            && request.InvestmentAfter <= adjustment.ApprovedTotal
            && request.AmountAdjusted <= adjustment.ApprovedTotal * adjustment.Policy.AdjustmentShare
            ? AdjustmentPath.Filing
            : AdjustmentPath.Approval;
    }

    /// <summary>Determines how an adjustment is handled; <paramref name="number"/> makes its step keys unique within the project.</summary>
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

    /// <summary>The rules of a report of an unapproved change.</summary>
    public static IReadOnlyList<StageRule<UnapprovedChange>> Finding { get; } =
    [
        StageRules.Text<UnapprovedChange>("unapproved-description", "第四十四条", "description", "擅自变更的情况", c => c.Description),
        new("unapproved-major-declared", "第四十四条", "majorDesignChange", "须说明是否属于重大设计变更", c => c.MajorDesignChange is null),
        new("unapproved-estimate-declared", "第四十四条", "exceedsEstimate", "须说明是否导致超概算", c => c.ExceedsEstimate is null),
    ];

    /// <summary>Whether the change blocks payment by 市财政局 (第四十四条).</summary>
    public static bool BlocksPayment(UnapprovedChange change) => change is { MajorDesignChange: true, ExceedsEstimate: true };
}
