using static Dazhou.Serverless.Projects.SubmissionKinds;
using static Dazhou.Serverless.Submissions.SubmissionField;

namespace Dazhou.Serverless.Projects;

/// <summary>The submission kinds during construction (第四十二条至第四十六条).</summary>
internal static class BuildingKinds
{
    public const string Completion = "Construction.completion";
    public const string Progress = "Construction.progress";
    public const string Supplement = "Construction.supplement";
    public const string Adjustment = "Construction.adjustment";
    public const string Trouble = "Construction.trouble";
    public const string Pause = "Construction.pause";
    public const string Resume = "Construction.resume";
    public const string Termination = "Construction.termination";
    public const string UnapprovedChange = "Construction.unapprovedChange";

    /// <summary>The kinds that nobody is asked for.</summary>
    public static IReadOnlyList<string> Acts { get; } = [Supplement, Adjustment, Trouble, Pause, Resume, Termination, UnapprovedChange];

    public static IReadOnlyList<SubmissionKind> All { get; } =
    [
        Kind<CompletionReport>(
            Completion, "完工报告", "第四十七条", SubmissionSide.Unit,
            (c, report) =>
            [
                .. TrialRunRules.Completion.Evaluate((report, c.Ledger.Contract?.SignedOn ?? DateOnly.MaxValue, c.Today)),
                .. WhilePaused(c),
            ],
            Day("completedOn", "建设完成日期"), Long("summary", "建设完成情况")),
        Kind<ProgressReport>(
            Progress, "建设进度月报", "第四十二条", SubmissionSide.Unit,
            (_, report) => ProgressRules.All.Evaluate(report),
            new SubmissionField("percent", "完成进度（%）", SubmissionFieldType.Number), Long("summary", "进展和问题")),
        Act<SupplementRequest>(
            Supplement, "补充合同申请", "第四十三条", SubmissionSide.Unit,
            (c, request) =>
            [
                .. SupplementRules.All.Evaluate(new(
                    request, c.Ledger.Contract?.Amount ?? 0m,
                    c.Ledger.SupplementsWhere(LedgerSupplementState.Asked, LedgerSupplementState.Agreed), c.Ledger.Estimate ?? 0m, c.Project.Policy)),
                .. NotBuilding(c, "第四十三条"),
                .. WhilePaused(c),
            ],
            Money("amount", "补充合同采购金额"), YesNo("sameSubjectMatter", "与合同标的相同"),
            YesNo("otherTermsUnchanged", "不改变合同其他条款"), Long("ground", "追加理由")) with { Document = "补充合同草案" },
        Act<AdjustmentRequest>(
            Adjustment, "项目调整", "第四十四条", SubmissionSide.Unit,
            (c, request) => [.. AdjustmentRules.All.Evaluate(new(request, c.Ledger.ApprovedTotal, c.Project.Policy)), .. NotBuilding(c, "第四十四条")],
            Long("content", "调整内容"), Money("amountAdjusted", "资金调整数额"), Money("investmentAfter", "调整后总投资"),
            YesNo("objectivesUnchanged", "建设目标不变"),
            Choice(
                "ground", "调整情形", ("higherDecision", "根据上级部署确需改变建设内容"), ("planImprovement", "对原技术方案进行完善优化"),
                ("businessNeed", "根据业务发展需要在总体规划框架下调整")),
            YesNo("alreadyMade", "调整是否已经实施")) with { Document = "调整书面材料" },
        Act<TroubleReport>(
            Trouble, "严重逾期或者重大损失报告", "第四十六条", SubmissionSide.Unit,
            (c, report) => PauseRules.Report.Evaluate((report, c.Ledger.ForBuilding())),
            YesNo("seriousDelay", "工程严重逾期"), YesNo("majorLoss", "投资重大损失"), Long("description", "情况说明")),
        Act<PauseOrder>(
            Pause, "暂停项目建设", "第四十六条", SubmissionSide.Supervisor,
            (c, order) => PauseRules.Pause.Evaluate((order, c.Ledger.ForBuilding())), Long("reason", "暂停理由")),
        Act<PauseOrder>(
            Resume, "恢复项目建设", "第四十六条", SubmissionSide.Supervisor,
            (c, order) => PauseRules.Resume.Evaluate((order, c.Ledger.ForBuilding())), Long("reason", "恢复理由")),
        Act<TerminationRequest>(
            Termination, "终止项目申请", "第四十六条", SubmissionSide.Unit,
            (c, request) => PauseRules.Termination.Evaluate((request, c.Ledger.ForBuilding())),
            YesNo("substantiveProgress", "已实施且有实质性进展"), YesNo("cannotReachObjectives", "难以继续实施，无法完成总体目标"),
            Long("ground", "外部环境变化和不可抗因素")),
        Act<UnapprovedChange>(
            UnapprovedChange, "擅自变更的认定", "第四十四条", SubmissionSide.Supervisor,
            (c, change) => [.. AdjustmentRules.Finding.Evaluate(change), .. NotBuilding(c, "第四十四条")],
            Long("description", "擅自变更的情况"), YesNo("majorDesignChange", "属于重大设计变更"), YesNo("exceedsEstimate", "导致超概算")),
    ];

    private static SubmissionKind Act<T>(
        string step,
        string title,
        string article,
        SubmissionSide side,
        Func<SubmissionCase, T, IReadOnlyList<RuleFailure>> check,
        params SubmissionField[] fields) =>
        Kind(step, title, article, side, check, fields) with { TakenBy = $"{Stages.Construction}:1" };

    private static IReadOnlyList<RuleFailure> NotBuilding(SubmissionCase c, string article) =>
        c.Ledger.Building ? [] : [new("construction-under-way", article, "", "项目不在建设过程中")];

    private static IReadOnlyList<RuleFailure> WhilePaused(SubmissionCase c) =>
        c.Ledger.PausedAt is null ? [] : [new("construction-paused", "第四十六条", "", "项目已暂停建设，恢复建设后再办理")];
}
