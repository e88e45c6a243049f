namespace Dazhou.Serverless.Projects;

/// <summary>概算批复 as 市数字经济局 records it (第三十七条).</summary>
/// <param name="Estimate">概算, 万元</param>
public sealed record EstimateApproval(decimal? Estimate);

/// <summary>What decides on a 概算批复.</summary>
/// <param name="Approval">the estimate</param>
/// <param name="ApprovedTotal">批复总投资, 万元</param>
public sealed record EstimateCase(EstimateApproval Approval, decimal ApprovedTotal);

/// <summary>招标控制价预算评审 as the unit applies for it at 市财政局 (第三十八条).</summary>
/// <param name="ControlPrice">招标控制价, 万元</param>
public sealed record BudgetApplication(decimal? ControlPrice);

/// <summary>What decides on a budget application.</summary>
/// <param name="Application">the application</param>
/// <param name="Estimate">概算, 万元</param>
public sealed record BudgetReviewCase(BudgetApplication Application, decimal Estimate);

/// <summary>
/// 概算 and 招标控制价: each is the ceiling of what follows. The established total bounds the estimate (第十条第三款),
/// the estimate is the most that may be invested (第二十八条第二款), and no control price exceeds it (第三十八条).
/// </summary>
public static class BudgetReviewRules
{
    /// <summary>The rules of 概算批复.</summary>
    public static IReadOnlyList<StageRule<EstimateCase>> Estimate { get; } =
    [
        StageRules.Amount<EstimateCase>("estimate-amount", "第三十七条", "estimate", "概算", c => c.Approval.Estimate),
        new("estimate-within-total", "第十条第三款", "estimate", "概算不得超过立项批复的总投资",
            c => c.Approval.Estimate > c.ApprovedTotal),
    ];

    /// <summary>The rules of the budget application.</summary>
    public static IReadOnlyList<StageRule<BudgetReviewCase>> Application { get; } =
    [
        StageRules.Amount<BudgetReviewCase>("control-price-amount", "第三十八条", "controlPrice", "招标控制价", c => c.Application.ControlPrice),
        new("control-price-within-estimate", "第三十八条", "controlPrice", "招标控制价不得超过概算",
            c => c.Application.ControlPrice > c.Estimate),
    ];
}
