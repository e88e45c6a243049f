using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Projects;
using FsCheck;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects;

/// <summary>From the trial run to the evaluation, supervision and the year.</summary>
public sealed class OperationRulesTests
{
    private static readonly ProjectPolicy Policy = ProjectPolicy.Gazette;
    private static readonly WorkCalendar Calendar = WorkCalendar.Default;
    private static readonly AcceptanceReport Accepted = new(true, true, true, true, null, new(2026, 6, 10), "合格", null);

    [Theory]
    [InlineData("2026-03-02", "2026-04-03")] // 2 April is a Thursday
    [InlineData("2026-01-15", "2026-02-25")] // 15 February is in Spring Festival, 24 February the first working day
    [InlineData("2026-01-31", "2026-03-01")] // 28 February is a make-up day
    public void TrialRun_Minimum_IsAMonthAndNeverShorter(string start, string due) =>
        Assert.Equal(ChinaTime.StartOf(DateOnly.Parse(due)), TrialRunRules.Minimum(DateOnly.Parse(start), Policy, Calendar).Due);

    [Property]
    public bool TrialRun_AnyStart_LastsAFullMonth(PositiveInt day)
    {
        var start = new DateOnly(2024, 1, 1).AddDays(day.Item % 1000);

        return TrialRunRules.Minimum(start, Policy, Calendar).LastDay >= start.AddMonths(1);
    }

    [Fact]
    public void TrialRunStart_BeforeCompletionOrInTheFuture_IsRefused()
    {
        var (completed, today) = (new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 5));

        Assert.Empty(TrialRunRules.Start.Evaluate((new(completed), completed, today)));
        Assert.Single(TrialRunRules.Start.Evaluate((new(completed.AddDays(-1)), completed, today)));
        Assert.Single(TrialRunRules.Start.Evaluate((new(today.AddDays(1)), completed, today)));
        Assert.Single(TrialRunRules.Start.Evaluate((new(null), completed, today)));
    }

    [Fact]
    public void PreAcceptance_InTheLastInstantOfTheMonth_IsTooEarly()
    {
        var minimum = TrialRunRules.Minimum(new(2026, 3, 2), Policy, Calendar);
        var application = new PreAcceptanceApplication("平稳", null, true);

        Assert.Equal(["trial-run-over"], MoneyRulesTests.Names(PreAcceptanceRules.All.Evaluate(new(application, minimum, minimum.Due.AddTicks(-1)))));
        Assert.Empty(PreAcceptanceRules.All.Evaluate(new(application, minimum, minimum.Due)));
        Assert.Equal(
            ["built-as-reviewed"],
            MoneyRulesTests.Names(PreAcceptanceRules.All.Evaluate(new(application with { BuiltAsReviewed = false }, minimum, minimum.Due))));
    }

    [Fact]
    public void Acceptance_EachCheck_IsNeededToPass()
    {
        Assert.Empty(Failures(Accepted));
        Assert.Equal(["acceptance-secure"], Failures(Accepted with { SecureAndReliable = false }));
        Assert.Equal(["acceptance-cryptography"], Failures(Accepted with { CryptographyReviewed = null }));
        Assert.Equal(["acceptance-energy"], Failures(Accepted with { EnergyEfficient = false }));
        Assert.Equal(["acceptance-protection"], Failures(Accepted with { ProtectionTested = false }));
        Assert.Equal(["acceptance-operation"], Failures(Accepted with { OperationFrom = new(2026, 6, 11) }));
        Assert.Equal(["acceptance-operation"], Failures(Accepted with { OperationFrom = new(2026, 5, 31) }));
        Assert.Equal(["acceptance-after-letter", "acceptance-operation"], Failures(Accepted with { OperationFrom = null }, letter: null));
    }

    [Fact]
    public void Acceptance_Failed_NeedsItsDefects()
    {
        var failed = new AcceptanceReport(false, null, null, null, null, null, "不合格", null);

        Assert.Equal(["acceptance-defects"], Failures(failed));
        Assert.Empty(Failures(failed with { Defects = "未完成等保测评" }));
    }

    [Fact]
    public void Payment_WithoutLetterOrReportOrWhileBlocked_IsRefused()
    {
        var ledger = new PaymentLedger(false, false, 300m, 20m, 330m, 0m, "擅自变更");

        Assert.Equal(
            ["payment-letter", "payment-acceptance", "payment-blocked"],
            MoneyRulesTests.Names(PaymentRules.All.Evaluate(new(new(100m, false), ledger))));
    }

    [Theory]
    [InlineData("220")]
    [InlineData("220.01", "payment-within-contract")]
    [InlineData("230.01", "payment-within-contract", "payment-within-estimate")]
    public void Payment_AllTogether_StaysWithinContractsAndEstimate(string amount, params string[] failed)
    {
        var ledger = new PaymentLedger(true, true, 300m, 20m, 330m, 100m, null);

        Assert.Equal(failed, MoneyRulesTests.Names(PaymentRules.All.Evaluate(new(new(decimal.Parse(amount), true), ledger))));
    }

    [Theory]
    [InlineData("320", "10")]
    [InlineData("330", "0")]
    public void Surplus_AfterTheLastPayment_IsWhatTheEstimateLeaves(string paid, string surplus) =>
        Assert.Equal(decimal.Parse(surplus), PaymentRules.Surplus(new(true, true, 330m, 0m, 330m, decimal.Parse(paid), null)));

    [Fact]
    public void Evaluation_Window_OpensAtTwelveAndClosesAtTwentyFourMonths()
    {
        var window = EvaluationRules.Window(new(2024, 6, 11), Policy, Calendar);
        var evaluation = new SelfEvaluation("充分", "已共享", "低");

        Assert.Equal(ChinaTime.StartOf(new(2025, 6, 12)), window.Opens.Due);
        Assert.Equal("12 months", window.Opens.Period.ToString());
        Assert.Equal(ChinaTime.StartOf(new(2026, 6, 12)), window.Closes.Due);
        Assert.Equal("24 months", window.Closes.Period.ToString());
        Assert.Equal(["evaluation-window"], MoneyRulesTests.Names(EvaluationRules.Self.Evaluate((evaluation, window, window.Opens.Due.AddTicks(-1)))));
        Assert.Empty(EvaluationRules.Self.Evaluate((evaluation, window, window.Opens.Due)));
        Assert.Empty(EvaluationRules.Self.Evaluate((evaluation, window, window.Closes.Due.AddDays(1))));
    }

    [Fact]
    public void EvaluationResult_Empty_ListsEverythingMissing() =>
        Assert.Equal(
            ["evaluation-grade", "evaluation-method", "evaluation-conclusion"],
            MoneyRulesTests.Names(EvaluationRules.Result.Evaluate(new PostEvaluationResult(null, null, null))));

    [Fact]
    public void Monitoring_Report_IsDueAtTheEndOfTheYear()
    {
        Assert.Equal(2026, MonitoringRules.NextYear(ChinaTime.At(new(2026, 12, 1), new(8, 59))));
        Assert.Equal(2027, MonitoringRules.NextYear(ChinaTime.At(new(2026, 12, 1), new(9, 0))));
        // 31 December 2023 was a Sunday: a day that the document names stays.
        Assert.Equal(
            ChinaTime.StartOf(new(2024, 1, 1)),
            DeadlineRules.Compute(Stages.AnnualMonitoring, "第五十一条", MonitoringRules.Until(2023), new(2023, 12, 1), Calendar).Due);
    }

    [Fact]
    public void Monitoring_InTheTrialRun_TellsOfItsEffect()
    {
        var report = new MonitoringReport("按计划", 0m, null);

        Assert.Empty(MonitoringRules.All.Evaluate((report, false)));
        Assert.Equal(["monitoring-trial-run"], MoneyRulesTests.Names(MonitoringRules.All.Evaluate((report, true))));
    }

    [Fact]
    public void Rectification_Order_NeedsADayToCome()
    {
        var today = new DateOnly(2026, 6, 10);
        var order = new RectificationOrder(SupervisedMatter.Security, "弱口令", "限期整改", today.AddDays(1));

        Assert.Empty(RectificationRules.Order.Evaluate((order, today)));
        Assert.Equal(["rectification-until"], MoneyRulesTests.Names(RectificationRules.Order.Evaluate((order with { Until = today }, today))));
    }

    [Fact]
    public void Sanction_BeforeTheRectificationFailed_IsNotPossible()
    {
        var decision = new SanctionDecision([Sanction.Criticism], "逾期不整改");

        Assert.Equal(["sanction-ground-given"], MoneyRulesTests.Names(RectificationRules.Sanctions.Evaluate((decision, false))));
        Assert.Empty(RectificationRules.Sanctions.Evaluate((decision, true)));
        Assert.Equal(["sanction-kind"], MoneyRulesTests.Names(RectificationRules.Sanctions.Evaluate((decision with { Sanctions = [] }, true))));
    }

    [Fact]
    public void Effects_OfSanctions_FollowTheArticles()
    {
        Assert.Equal(
            new SanctionEffects(true, true, false, false, false, false),
            RectificationRules.EffectsOf(SupervisedMatter.Progress, [Sanction.Criticism, Sanction.HoldPlan]));
        Assert.Equal(
            new SanctionEffects(false, false, true, false, true, true),
            RectificationRules.EffectsOf(SupervisedMatter.Security, [Sanction.PauseConstruction]));
        Assert.Equal(
            new SanctionEffects(false, false, false, true, false, false),
            RectificationRules.EffectsOf(SupervisedMatter.Quality, [Sanction.Terminate, Sanction.PauseConstruction]));
    }

    [Theory]
    [InlineData("2026-10-31T23:59:59+08:00", false)]
    [InlineData("2026-11-01T00:00:00+08:00", true)]
    [InlineData("2026-12-31T23:59:59+08:00", true)]
    [InlineData("2027-01-01T00:00:00+08:00", false)]
    public void Library_AfterTheEndOfOctober_IsLate(string at, bool late) =>
        Assert.Equal(late, AnnualCycleRules.IsLate(DateTimeOffset.Parse(at)));

    [Fact]
    public void Year_Dates_AreThoseOfTheArticles()
    {
        Assert.Equal(DateTimeOffset.Parse("2026-07-01T09:00:00+08:00"), AnnualCycleRules.AdjustmentOpens(2026));
        Assert.Equal(DateTimeOffset.Parse("2026-09-01T09:00:00+08:00"), AnnualCycleRules.CallOpens(2026));
        // 31 October 2026 is a Saturday, and stays.
        Assert.Equal(DateTimeOffset.Parse("2026-11-01T00:00:00+08:00"), AnnualCycleRules.CallCloses(2026));
        Assert.Equal(2027, AnnualCycleRules.PlanYear(DateTimeOffset.Parse("2026-09-01T09:00:00+08:00")));
        Assert.Equal(2026, AnnualCycleRules.OperationBudgetYear(new(2027, 3, 1)));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Panel_Size_IsOddAndAtLeastThree(int size, bool allowed)
    {
        Assert.Equal(allowed ? [] : ["panel-size"], PanelFailures([.. Enumerable.Range(0, size).Select(i => $"{i}")]));
    }

    [Theory]
    [InlineData("0,1,0", "panel-distinct")]
    [InlineData("0,1,own", "panel-recusal")]
    [InlineData("0,1,stranger", "panel-pool")]
    [InlineData("0,1,", "panel-distinct")]
    public void Panel_WhoMayNotSitInIt_IsRefused(string experts, string rule) => Assert.Equal([rule], PanelFailures(experts.Split(',')));

    private static IReadOnlyList<string> PanelFailures(IReadOnlyList<string> experts)
    {
        var pool = Enumerable.Range(0, 5).Select(i => new Expert($"{i}", $"专家{i}", "xxhzjk", "数据资源专家")).Append(new("own", "本单位专家", "sscjgj", "业务专家"));
        return MoneyRulesTests.Names(ArgumentationRules.Panel.Evaluate(new(new(experts), Policy, "sscjgj", [.. pool])));
    }

    [Property]
    public bool Panel_AnyOddVotes_TheMajorityDecides(bool[] votes)
    {
        var opinions = votes.Append(true).Concat(votes.Select(vote => !vote)).Select(vote => new ExpertOpinion(vote, 80, "意见")).ToList();
        var conclusion = ArgumentationRules.Conclude(opinions);

        // every vote stands beside its opposite, so the one that was added decides
        return conclusion is { Necessary: true, MeanScore: 80m } && conclusion.For == votes.Length + 1 && conclusion.Of == opinions.Count;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(101, "opinion-score")]
    [InlineData(-1, "opinion-score")]
    public void Opinion_Score_IsOutOfAHundred(int score, params string[] failed) =>
        Assert.Equal(failed, MoneyRulesTests.Names(ArgumentationRules.Opinion.Evaluate(new ExpertOpinion(true, score, "同意"))));

    private static IReadOnlyList<string> Failures(AcceptanceReport report) => Failures(report, new DateOnly(2026, 6, 1));

    private static IReadOnlyList<string> Failures(AcceptanceReport report, DateOnly? letter) =>
        MoneyRulesTests.Names(AcceptanceRules.All.Evaluate(new(report, letter, new(2026, 6, 10))));
}
