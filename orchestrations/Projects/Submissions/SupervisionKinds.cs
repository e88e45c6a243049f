using static Dazhou.Serverless.Projects.SubmissionKinds;
using static Dazhou.Serverless.Submissions.SubmissionField;

namespace Dazhou.Serverless.Projects;

/// <summary>The submission kinds beside the stages: yearly reports and rectifications (第五十一、五十三条).</summary>
internal static class SupervisionKinds
{
    public const string Monitoring = "AnnualMonitoring.report";
    public const string Order = "Rectification.order";

    public static IReadOnlyList<SubmissionKind> All { get; } =
    [
        Kind<MonitoringReport>(
            Monitoring, "绩效监控报告", "第五十一条", SubmissionSide.Unit,
            (c, report) => MonitoringRules.All.Evaluate((report, c.Ledger.TrialRun is not null && c.Ledger.Acceptance is null)),
            Long("progress", "项目实施进度"), Money("fundsExecuted", "资金计划执行情况"), Long("trialRunEffect", "试运行效果及遇到的问题"))
            with { Document = "绩效监控报告", Says = report => $"提交绩效监控报告（{report.Round}年度）" },
        Kind<RectificationOrder>(
            Order, "限期整改要求", "第五十三条", SubmissionSide.Supervisor,
            (c, order) =>
            [
                .. RectificationRules.Order.Evaluate((order, c.Today)),
                .. Supervised(c.Project.Stage) ? (IReadOnlyList<RuleFailure>)[] : [new("rectification-stage", "第五十三条", "", "项目不在实施过程中")],
            ],
            Choice(
                "matter", "监督事项", ("procurement", "招标采购"), ("quality", "建设质量"), ("progress", "实施进度"), ("funds", "资金使用"),
                ("estimate", "概算控制"), ("sharing", "信息共享"), ("cryptography", "密码应用"), ("security", "网络安全")),
            Long("finding", "发现的问题"), Long("requirement", "整改要求"), Day("until", "整改期限")) with { TakenBy = $"{ProjectSupervision.Name}:1" },
        Kind<RectificationReport>(
            "Rectification.report", "整改报告", "第五十三条", SubmissionSide.Unit,
            (_, report) => RectificationRules.Report.Evaluate(report), Long("report", "整改情况")),
        Kind<SanctionDecision>(
            "Rectification.sanction", "对逾期不整改或者整改不合格的处理", "第五十三条", SubmissionSide.Supervisor,
            (c, decision) => RectificationRules.Sanctions.Evaluate((decision, c.Ask is { End: null })),
            new SubmissionField(
                "sanctions", "处理方式", SubmissionFieldType.Several,
                [("criticism", "通报批评"), ("holdPlan", "暂缓安排投资计划"), ("pauseConstruction", "暂停项目建设"), ("terminate", "终止项目")]),
            Long("ground", "处理理由")),
    ];

    /// <summary>The step of a rectification's report, by its number.</summary>
    public static string ReportOf(int number) => $"Rectification.report{number}";

    /// <summary>The step of the sanctions for a failed rectification, by its number.</summary>
    public static string SanctionOf(int number) => $"Rectification.sanction{number}";

    public static bool Supervised(string stage) =>
        stage is not (Stages.LibraryAdmission or Stages.ExpertArgumentation or Stages.Establishment) && !Stages.IsFinal(stage);
}
