namespace Dazhou.Serverless.Projects;

/// <summary>What 第十二条 asks of a purchase of services: its analyses and its four conditions.</summary>
public static class PurchaseRules
{
    private const string Article = "第十二条";

    /// <summary>The rules of this topic.</summary>
    public static IReadOnlyList<StageRule<IntakeCase>> All { get; } =
    [
        Analysis("purchase-necessity", "necessityAnalysis", "项目必要性分析", p => p.NecessityAnalysis),
        Analysis("purchase-technical", "technicalAnalysis", "技术性分析", p => p.TechnicalAnalysis),
        Analysis("purchase-economic", "economicAnalysis", "经济性分析", p => p.EconomicAnalysis),
        Analysis("purchase-sharing", "sharingAnalysis", "信息资源共享分析", p => p.SharingAnalysis),
        Analysis("purchase-security", "securityRequirements", "信息安全要求", p => p.SecurityRequirements),
        Analysis("purchase-comparison", "comparison", "采用自行建设和购买服务方式经济性比较分析", p => p.Comparison),
        Analysis("purchase-funds", "fundsNeeded", "经费需求", p => p.FundsNeeded),
        Analysis("purchase-procurement-plan", "procurementPlan", "招标和采购方案", p => p.ProcurementPlan),
        new("purchase-services-only", "第十二条第一项", "purchase.goodsOrWorks",
            "购买服务不得属于政府采购法规定的货物和工程，或者将工程和服务打包；须作出声明",
            c => Applies(c) && c.Application.Purchase?.GoodsOrWorks != false),
        // 明显小于 leaves the margin to the reviewers; a sum that is not smaller at all fails here.
        new("purchase-cheaper", "第十二条第二项", "purchase.serviceFeesOverLife",
            "使用期限内服务费预算总额须明显小于自行建设所需的建设、运维经费总额（万元，最多两位小数）",
            c => Applies(c) && !IsCheaper(c.Application.Purchase)),
        new("purchase-several-suppliers", "第十二条第三项", "purchase.potentialSuppliers", "须存在多家潜在服务提供商可供选择（填写家数，整数）",
            c => Applies(c) && !(c.Application.Purchase?.PotentialSuppliers is { } suppliers && suppliers >= c.Policy.SeveralSuppliers && suppliers == decimal.Truncate(suppliers))),
        new("purchase-secrecy", "第十二条第四项", "purchase.breaksSecrecyRules",
            "不得违反国家关于政务信息系统与信息资源安全保密的要求；须作出声明",
            c => Applies(c) && c.Application.Purchase?.BreaksSecrecyRules != false),
    ];

    private static bool Applies(IntakeCase intake) => intake.Application.Implementation == Implementation.PurchaseOfServices;

    private static bool IsCheaper(PurchaseCase? purchase) =>
        purchase is { ServiceFeesOverLife: > 0m and var fees, SelfBuildCostOverLife: var cost }
        && fees < cost && Amounts.HasTwoDecimals(fees) && Amounts.HasTwoDecimals(cost.Value);

    private static StageRule<IntakeCase> Analysis(string name, string field, string what, Func<PurchaseCase, string?> text) =>
        new(name, Article, $"purchase.{field}", $"购买服务的技术方案缺少{what}",
            c => Applies(c) && (c.Application.Purchase is not { } purchase || string.IsNullOrWhiteSpace(text(purchase))));
}
