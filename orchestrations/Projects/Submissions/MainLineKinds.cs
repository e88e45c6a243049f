using static Dazhou.Serverless.Projects.SubmissionKinds;
using static Dazhou.Serverless.Submissions.SubmissionField;

namespace Dazhou.Serverless.Projects;

/// <summary>The submission kinds of the main line, from 概算批复 to 后评价.</summary>
internal static class MainLineKinds
{
    public const string Panel = "ExpertArgumentation.panel";
    public const string PanelChange = "ExpertArgumentation.panelChange";
    public const string Route = "Establishment.route";
    public const string CarryOver = "LibraryAdmission.carryOver";
    public const string Opinion = "ExpertArgumentation.opinion";
    public const string Estimate = "BudgetReview.estimate";
    public const string BudgetApplication = "BudgetReview.application";
    public const string ProcurementPlan = "Procurement.plan";
    public const string Contract = "Procurement.contract";
    public const string TrialRunStart = "TrialRun.start";
    public const string PreAcceptance = "PreAcceptance.application";
    public const string Acceptance = "Acceptance.report";
    public const string Payment = "Payment.application";
    public const string SelfEvaluation = "PostEvaluation.self";
    public const string EvaluationResult = "PostEvaluation.result";

    public static IReadOnlyList<SubmissionKind> All { get; } =
    [
        Kind<ExpertPanel>(
            Panel, "专家组", "第十条第一款", SubmissionSide.Supervisor,
            (c, panel) => ArgumentationRules.Panel.Evaluate(CaseOf(c, panel)),
            Experts("专家（不少于3人的单数）")),
        Kind<ExpertPanel>(
            PanelChange, "专家组调整", "第十条第一款", SubmissionSide.Supervisor,
            (c, panel) =>
            {
                var facts = CaseOf(c, panel);
                return [.. ArgumentationRules.Panel.Evaluate(facts), .. ArgumentationRules.Change.Evaluate(facts)];
            },
            Experts("调整后的全部专家（不少于3人的单数，已提出意见的应当保留）")) with { IsOffered = true },
        Kind<RouteChoice>(
            Route, "立项方式", "第十条", SubmissionSide.Supervisor,
            (_, choice) => ArgumentationRules.Route.Evaluate(choice),
            Choice("route", "立项方式", ("annualPlan", "列入年度计划，统一审议审定（第一款）"), ("oneByOne", "一事一议（第二款）"))),
        Kind<CarryOverAnswer>(
            CarryOver, "结转确认", "第七条", SubmissionSide.Unit,
            (_, answer) => LibraryRules.CarryOver.Evaluate(answer), YesNo("confirmed", "继续保留在信息化项目库"), Long("comment", "说明（可以不填）")),
        Kind<ExpertOpinion>(
            Opinion, "专家论证意见", "第十条第一款", SubmissionSide.Expert,
            (_, opinion) => ArgumentationRules.Opinion.Evaluate(opinion),
            YesNo("necessary", "是否确有必要建设"),
            new SubmissionField("score", "评分（0至100）", SubmissionFieldType.Number),
            Long("opinion", "论证意见")) with { Opines = row => OpinionOf(row.Read<ExpertOpinion>()) },
        Kind<EstimateApproval>(
            Estimate, "概算批复", "第三十七条", SubmissionSide.Supervisor,
            (c, approval) => BudgetReviewRules.Estimate.Evaluate(new(approval, c.Ledger.ApprovedTotal)),
            Money("estimate", "概算")),
        Kind<BudgetApplication>(
            BudgetApplication, "招标控制价预算评审申报", "第三十八条", SubmissionSide.Unit,
            (c, application) => BudgetReviewRules.Application.Evaluate(new(application, c.Ledger.Estimate ?? 0m)),
            Money("controlPrice", "招标控制价")) with { Document = "评审申报材料" },
        Kind<ProcurementPlan>(
            ProcurementPlan, "政府采购计划备案", "第四十条", SubmissionSide.Unit,
            (c, plan) => ProcurementRules.Plan.Evaluate(new(plan, c.Ledger.ControlPrice ?? 0m)),
            Text("filingNumber", "备案编号"),
            Choice(
                "method", "采购方式",
                ("openTender", "公开招标"), ("selectiveTender", "邀请招标"), ("competitiveNegotiation", "竞争性谈判"),
                ("competitiveConsultation", "竞争性磋商"), ("singleSource", "单一来源采购"), ("requestForQuotation", "询价"),
                ("frameworkAgreement", "框架协议采购")),
            Money("budget", "采购预算")),
        Kind<ContractRecord>(
            Contract, "合同", "第四十二条", SubmissionSide.Unit,
            (c, contract) => ContractRules.All.Evaluate(new(contract, c.Ledger.ControlPrice ?? 0m, c.Today, c.Project.Policy) { ReviewedOn = c.Ledger.ReviewedOn }),
            Text("number", "合同编号"), Text("supplier", "中标商"), Money("amount", "合同金额"),
            Day("signedOn", "签订日期"), Day("startsOn", "建设起始日期"), Day("endsOn", "建设完成期限")) with { Document = "合同文本" },
        Kind<TrialRunStart>(
            TrialRunStart, "试运行开始记录", "第四十七条", SubmissionSide.Unit,
            (c, start) => TrialRunRules.Start.Evaluate((start, c.Ledger.CompletedOn ?? DateOnly.MaxValue, c.Today)),
            Day("startedOn", "试运行开始日期")),
        Kind<PreAcceptanceApplication>(
            PreAcceptance, "履约验收前置核准申报", "第四十七条", SubmissionSide.Unit,
            (c, application) => PreAcceptanceRules.All.Evaluate(new(application, c.Ledger.TrialRun, c.At)),
            Long("trialRunEffect", "试运行效果"), Long("problems", "遇到的问题及解决情况"), YesNo("builtAsReviewed", "按照技术审查意见建设")),
        Kind<AcceptanceReport>(
            Acceptance, "履约验收报告", "第四十八条", SubmissionSide.Unit,
            (c, report) => AcceptanceRules.All.Evaluate(new(report, c.Ledger.LetterOn, c.Today)),
            YesNo("passed", "验收是否合格"), YesNo("secureAndReliable", "采用安全可靠软硬件产品"),
            YesNo("cryptographyReviewed", "密码应用和安全审查情况合格"), YesNo("protectionTested", "已完成等级保护测评"),
            YesNo("energyEfficient", "能源利用效率合格（没有硬件的不填）"), Day("operationFrom", "正式投入使用日期"),
            Day("maintenanceEnds", "维保结束日期（列入系统目录，可以不填）"),
            new SubmissionField("protectionLevel", "等级保护级别（1至5，可以不填）", SubmissionFieldType.Number),
            Long("conclusion", "验收结论"), Long("defects", "需要整改的问题（不合格时）")) with { Document = "履约验收报告" },
        Kind<PaymentApplication>(
            Payment, "资金拨付申请", "第四十九条", SubmissionSide.Unit,
            (c, application) => PaymentRules.All.Evaluate(new(application, c.Ledger.ForPayment(c.Today))),
            Money("amount", "本次申请金额"), YesNo("final", "是否最后一次拨付")),
        Kind<SelfEvaluation>(
            SelfEvaluation, "自评价报告", "第五十二条", SubmissionSide.Unit,
            (c, evaluation) => c.Ledger.Evaluation is { } window
                ? EvaluationRules.Self.Evaluate((evaluation, window, c.At))
                : [new("evaluation-operation", "第五十二条", "", "项目尚未投入运行")],
            Long("resourceUse", "信息资源利用情况"), Long("sharing", "信息资源共享情况"), Long("securityRisk", "安全风险情况"))
            with { Document = "自评价报告" },
        Kind<PostEvaluationResult>(
            EvaluationResult, "后评价结果", "第五十二条", SubmissionSide.Supervisor,
            (_, result) => EvaluationRules.Result.Evaluate(result),
            Choice("grade", "评价等次", ("excellent", "优"), ("good", "良"), ("fair", "中"), ("poor", "差")),
            Choice("method", "开展方式", ("experts", "专家"), ("thirdParty", "第三方机构")),
            Long("conclusion", "评价结论")),
    ];

    private static (string Verdict, string? Words) OpinionOf(ExpertOpinion opinion) =>
        ($"{(opinion.Necessary == true ? "确有必要建设" : "没有必要建设")}{(opinion.Score is { } score ? $"，{score}分" : "")}", opinion.Opinion);

    private static PanelCase CaseOf(SubmissionCase c, ExpertPanel panel) =>
        new(panel, c.Project.Policy, c.Project.Unit, c.Experts) { Members = c.Panel, Stakes = c.Stakes ?? new(c.Project.Unit) };

    private static SubmissionField Experts(string label) => new("experts", label, SubmissionFieldType.Several, [])
    {
        NoChoices = "专家库中还没有可以参加论证的专家，请先在单位目录中登记。",
    };
}
