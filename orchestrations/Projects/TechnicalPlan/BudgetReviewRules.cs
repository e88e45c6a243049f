namespace Dazhou.Serverless.Projects;

/// <summary>The 概算批复 recorded by 市数字经济局 (第三十七条).</summary>
/// <param name="Estimate">概算, 万元</param>
public sealed record EstimateApproval(decimal? Estimate);

/// <summary>The facts that the rules of a 概算批复 check.</summary>
/// <param name="Approval">the estimate</param>
/// <param name="ApprovedTotal">批复总投资, 万元</param>
public sealed record EstimateCase(EstimateApproval Approval, decimal ApprovedTotal);

/// <summary>The unit's application to 市财政局 for 招标控制价预算评审 (第三十八条).</summary>
/// <param name="ControlPrice">招标控制价, 万元</param>
public sealed record BudgetApplication(decimal? ControlPrice);

/// <summary>The facts that the rules of a budget application check.</summary>
/// <param name="Application">the application</param>
/// <param name="Estimate">概算, 万元</param>
public sealed record BudgetReviewCase(BudgetApplication Application, decimal Estimate);

/// <summary>
/// Limits of 概算 and 招标控制价: the estimate is limited by the established total (第十条第三款) and is itself the most that can be
/// invested (第二十八条第二款); no control price exceeds it (第三十八条).
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
