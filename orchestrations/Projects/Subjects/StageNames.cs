namespace Dazhou.Serverless.Projects;

/// <summary>The Chinese titles of stages; the API and the engine use the name of the orchestration.</summary>
public static class StageNames
{
    /// <summary>The stages of the main line in order, without those that run beside it.</summary>
    public static IReadOnlyList<(string Stage, string Title, string Article)> MainLine { get; } =
    [
        ("LibraryAdmission", "项目入库", "第七条"),
        ("ExpertArgumentation", "专家论证", "第十条"),
        ("Establishment", "立项审批", "第十条"),
        ("Publicity", "功能清单公示", "第三十五条"),
        ("TechnicalPlan", "编报技术方案", "第三十六条"),
        ("TechnicalReview", "技术性审查", "第三十七条"),
        ("BudgetReview", "财政预算评审", "第三十八条"),
        ("Procurement", "政府采购", "第三十九条"),
        ("Construction", "项目建设", "第四十二条"),
        ("TrialRun", "试运行", "第四十七条"),
        ("PreAcceptance", "验收前置核准", "第四十七条"),
        ("Acceptance", "履约验收", "第四十八条"),
        ("Payment", "资金支付", "第四十九条"),
        ("PostEvaluation", "项目后评价", "第五十二条"),
    ];

    /// <summary>Returns the Chinese title; the name itself if there is none.</summary>
    public static string Title(string? stage) => string.IsNullOrEmpty(stage) ? "" : Find(stage) ?? stage;

    /// <summary>Returns the Chinese title; null if there is none.</summary>
    public static string? Find(string stage)
    {
        foreach (var (name, title, _) in MainLine)
        {
            if (name == stage)
                return title;
        }

        return stage switch
        {
            "AnnualPlan" => "年度计划",
            "OperationBudget" => "运维预算",
            "PlanAdjustment" => "计划中期调整",
            "InvestmentBudget" => "年度投资预算",
            "SupplementaryContract" => "补充合同",
            "Adjustment" => "项目调整",
            "Termination" => "项目终止",
            "AnnualMonitoring" => "绩效监控",
            "Rectification" => "整改",
            "ProjectLifecycle" => "已受理",
            "Completed" => "已办结",
            "Refused" or "Rejected" => "未予立项",
            "Terminated" => "已终止",
            "Lapsed" => "已失效",
            "Extension" => "延期",
            "Withdrawn" => "已撤回",
            _ => null,
        };
    }
}
