namespace Dazhou.Serverless.Projects;

/// <summary>Texts in the audit trail for a project that enters a stage.</summary>
internal static class StageTexts
{
    public static string Of(StageEntry entry) => entry.Stage switch
    {
        Stages.LibraryAdmission => "进入信息化项目库初审",
        Stages.ExpertArgumentation => "进入专家论证",
        Stages.Establishment => "进入立项审批",
        Stages.Publicity => "具体功能清单开始公示",
        Stages.TechnicalPlan => $"编制项目建设技术方案（第{entry.Round}轮）",
        Stages.TechnicalReview => $"进入技术性审查（第{entry.Round}轮）",
        Stages.BudgetReview => "进入概算批复和招标控制价预算评审",
        Stages.Procurement => "进入政府采购",
        Stages.Construction => "进入项目建设",
        Stages.TrialRun => "进入试运行",
        Stages.PreAcceptance => "进入履约验收前置核准",
        Stages.Acceptance => "进入履约验收",
        Stages.Payment => "正式投入使用，进入资金拨付",
        Stages.PostEvaluation => "进入绩效评价",
        Stages.Completed => "项目办结",
        Stages.Terminated => "项目终止",
        Stages.Lapsed => "项目失效，退出基本建设程序",
        _ => "办理终止",
    };

    public static string? ArticleOf(string stage) => stage switch
    {
        Stages.LibraryAdmission => "第七条",
        Stages.ExpertArgumentation or Stages.Establishment => "第十条",
        Stages.Publicity => "第三十五条",
        Stages.TechnicalPlan or Stages.Lapsed => "第三十六条",
        Stages.TechnicalReview => "第三十七条",
        Stages.BudgetReview => "第三十八条",
        Stages.Procurement => "第三十九条",
        Stages.Construction => "第四十二条",
        Stages.TrialRun or Stages.PreAcceptance => "第四十七条",
        Stages.Acceptance => "第四十八条",
        Stages.Payment => "第四十九条",
        Stages.PostEvaluation => "第五十二条",
        _ => null,
    };
}
