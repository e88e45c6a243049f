using System.Text;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects.Rehearsal;

/// <summary>The usual content of submissions: everything in order and within the limits.</summary>
internal static class RehearsalContent
{
    /// <summary>Months of construction if the application names none.</summary>
    public const int UsualMonths = 6;

    /// <summary>Returns the content of a step as JSON.</summary>
    public static string Of(
        StepRound of, ProjectRow project, ProjectLedgerRow? ledger, DateOnly today, IReadOnlyList<string> experts) =>
        SubmissionKinds.Of(of.Step).Step switch
        {
            // Nobody is replaced unless the script says so: an unchanged panel is refused and asked for again the next morning.
            MainLineKinds.Panel or MainLineKinds.PanelChange => SubmissionJson.Write(new ExpertPanel(experts)),
            Stages.TechnicalPlan => "{}",
            MainLineKinds.Route => SubmissionJson.Write(new RouteChoice(RouteKind.OneByOne)),
            MainLineKinds.CarryOver => SubmissionJson.Write(new CarryOverAnswer(true, null)),
            MainLineKinds.Opinion => SubmissionJson.Write(new ExpertOpinion(true, 85, "确有必要建设")),
            MainLineKinds.Estimate => SubmissionJson.Write(new EstimateApproval(ledger?.ApprovedTotal ?? project.Application.TotalInvestment)),
            MainLineKinds.BudgetApplication => SubmissionJson.Write(new BudgetApplication(ledger?.Estimate)),
            MainLineKinds.ProcurementPlan => SubmissionJson.Write(new ProcurementPlan("预演备案1号", ProcurementMethod.OpenTender, ledger?.ControlPrice)),
            MainLineKinds.Contract => SubmissionJson.Write(new ContractRecord(
                "预演合同1号", "预演中标商", ledger?.ControlPrice, today, today, today.AddMonths(project.Application.ConstructionMonths ?? UsualMonths))),
            BuildingKinds.Completion => SubmissionJson.Write(new CompletionReport(today, "按合同完成建设")),
            BuildingKinds.Progress => SubmissionJson.Write(new ProgressReport(
                Math.Min(100, of.Round * 100 / Math.Max(project.Application.ConstructionMonths ?? UsualMonths, 1)), "按计划推进")),
            MainLineKinds.TrialRunStart => SubmissionJson.Write(new TrialRunStart(today)),
            MainLineKinds.PreAcceptance => SubmissionJson.Write(new PreAcceptanceApplication("运行平稳", "无", true)),
            MainLineKinds.Acceptance => SubmissionJson.Write(new AcceptanceReport(true, true, true, true, null, today, "验收合格", null)),
            MainLineKinds.Payment => SubmissionJson.Write(new PaymentApplication(OpenAmount(ledger), true)),
            MainLineKinds.SelfEvaluation => SubmissionJson.Write(new SelfEvaluation("充分利用", "已经共享", "风险可控")),
            MainLineKinds.EvaluationResult => SubmissionJson.Write(new PostEvaluationResult(EvaluationGrade.Good, EvaluationMethod.Experts, "达到绩效目标")),
            InvestmentBudgetKinds.Application or InvestmentBudgetKinds.Adjustment or InvestmentBudgetKinds.Arrangement => SubmissionJson.Write(
                new InvestmentBudgetApplication(
                    ledger?.ControlPrice ?? ledger?.Estimate ?? project.Application.TotalInvestment,
                    project.Application.Implementation == Implementation.SelfBuild ? BudgetSource.CapitalConstruction : BudgetSource.TreasuryCoordinated,
                    EarlyFunds: null, Note: null)),
            SupervisionKinds.Monitoring => SubmissionJson.Write(new MonitoringReport("按计划推进", 0m, "运行平稳")),
            "Rectification.report" => SubmissionJson.Write(new RectificationReport("已经整改")),
            "Rectification.sanction" => SubmissionJson.Write(new SanctionDecision([Sanction.Criticism], "逾期不整改")),
            _ => throw new ArgumentException($"Nobody is asked for {of.Step}.", nameof(of)),
        };

    /// <summary>Returns the files required by a kind.</summary>
    public static IReadOnlyList<SubmissionFile> FilesOf(SubmissionKind kind) =>
        kind.Document is null ? [] : [new($"{kind.Document}.txt", Encoding.UTF8.GetBytes($"预演：{kind.Document}"))];

    /// <summary>When the completion can be submitted, by the contract; null if it can be now.</summary>
    public static DateTimeOffset? NotBefore(string step, ProjectLedgerRow? ledger, DateTimeOffset at) =>
        step == BuildingKinds.Completion && ledger?.Contract?.EndsOn is { } ends && ChinaTime.At(ends, DeadlineRules.ReminderTime) is var morning && morning > at
            ? morning
            : null;

    private static decimal OpenAmount(ProjectLedgerRow? ledger)
    {
        var payment = ledger!.ForPayment();
        return payment.Contract + payment.Supplements - payment.Paid;
    }
}
