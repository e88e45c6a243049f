using Dazhou.Serverless.Projects;
using FsCheck;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects;

/// <summary>年度投资预算: what it may hold, when it is asked for, and what it leaves for payments.</summary>
public sealed class InvestmentBudgetRulesTests
{
    private const int Year = 2027;

    private static readonly PlanLine Line = new(
        "p1", "某平台", "sjyj", "市教育局", 300m, 200m, FundingKind.MunicipalBudget, ["市级预算"], Implementation.SelfBuild, PlanOrigin.AnnualPlan);

    private static readonly PlanEntryRow Standing = new() { Year = Year, Version = 1, Line = Line };
    private static readonly ProjectLedgerRow Ledger = new() { Project = "p1", ApprovedTotal = 300m };
    private static readonly InvestmentBudgetApplication Application = new(200m, BudgetSource.CapitalConstruction, null, null);

    [Theory]
    [InlineData("0.01")]
    [InlineData("200")]
    [InlineData("200.01", "budget-within-plan")]
    [InlineData("0", "budget-amount")]
    [InlineData("-1", "budget-amount", "budget-not-below-paid")]
    [InlineData("1.001", "budget-amount")]
    [InlineData(null, "budget-amount")]
    public void Amount_AgainstThePlansYear_IsBounded(string? amount, params string[] failed) =>
        Assert.Equal(failed, Failed(Case(Application with { Amount = Parse(amount) })));

    [Theory]
    [InlineData("150", "150")]
    [InlineData("150.01", "150", "budget-within-estimate")]
    [InlineData("50", "249.99")]
    [InlineData("50.02", "249.99", "budget-within-estimate")]
    public void Amounts_OfAllYears_StayWithinTheEstimate(string amount, string other, params string[] failed) =>
        Assert.Equal(failed, Failed(Case(
            Application with { Amount = Parse(amount) }, Ledger with { Estimate = 300m, ApprovedTotal = 310m, Budgets = [Budget(Year - 1, Parse(other)!.Value), Budget(Year, 999m)] })));

    [Fact]
    public void Amount_WithoutAnEstimate_IsBoundedByThePlansTotal() =>
        Assert.Equal(["budget-within-estimate"], Failed(Case(Application with { Amount = 200m }, Ledger with { ApprovedTotal = 199.99m })));

    [Theory]
    [InlineData(Implementation.SelfBuild, BudgetSource.CapitalConstruction)]
    [InlineData(Implementation.SelfBuild, BudgetSource.CentralSpecial)]
    [InlineData(Implementation.SelfBuild, BudgetSource.Other, "budget-source-other")]
    [InlineData(Implementation.SelfBuild, BudgetSource.TreasuryCoordinated, "budget-source-build")]
    [InlineData(Implementation.SelfBuild, null, "budget-source")]
    [InlineData(Implementation.PurchaseOfServices, BudgetSource.TreasuryCoordinated)]
    [InlineData(Implementation.PurchaseOfServices, BudgetSource.CapitalConstruction, "budget-source-purchase")]
    public void Source_ByModeOfTheProject_FollowsTheArticle(Implementation mode, BudgetSource? source, params string[] failed) =>
        Assert.Equal(failed, Failed(Case(Application with { Source = source }) with { Mode = mode }));

    [Theory]
    [InlineData("200", false)]
    [InlineData("200.01", false, "budget-early-amount")]
    [InlineData("0", false, "budget-early-amount")]
    [InlineData("20", true, "budget-early-after-review")]
    public void EarlyFunds_BeforeAndAfterTheReview_AreBounded(string early, bool reviewed, params string[] failed) =>
        Assert.Equal(failed, Failed(Case(Application with { EarlyFunds = Parse(early) }, Ledger with { ControlPrice = reviewed ? 280m : null })));

    [Fact]
    public void Project_OutsideThePlanOrHeldBack_GetsNoBudget()
    {
        Assert.Equal(["budget-in-plan"], Failed(Case(Application) with { Standing = null }));
        Assert.Equal(["budget-plan-held"], Failed(Case(Application, Ledger with { PlanHeld = true })));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("30")]
    [InlineData("29.99", "budget-not-below-paid")]
    [InlineData("30.01", "budget-withdrawn")]
    public void Arrangement_OfADroppedProject_LeavesWhatWasPaid(string amount, params string[] failed)
    {
        var paid = Parse(amount) == 0m ? Ledger : Ledger with { Payments = [new(1, 30m, new(Year, 3, 1))] };

        Assert.Equal(failed, Failed(Case(Application with { Amount = Parse(amount) }, paid) with { Standing = null, ByTreasury = true }));
    }

    [Fact]
    public void Standing_OfAYear_IsTheLastPlanNotDropped()
    {
        var before = Standing with { Year = Year - 1 };
        var dropped = Standing with { Dropped = true };

        Assert.Equal(Year - 1, PlanTableRules.StandingFor([before], Year)!.Year);
        Assert.Null(PlanTableRules.StandingFor([before, dropped], Year));
        Assert.Null(PlanTableRules.StandingFor([Standing], Year - 1));
        // A project that goes on is bounded by its ceiling, not by the year of an earlier plan.
        Assert.Empty(Failed(Case(Application with { Amount = 250m }) with { Standing = before }));
    }

    [Fact]
    public void Call_InNovember_EndsWithTheMonth()
    {
        Assert.Equal(Lives.Life.At("2026-11-01T09:00"), InvestmentBudgetRules.CallOpens(Year - 1));
        Assert.Equal(new FixedDate(new(2026, 11, 30)), InvestmentBudgetRules.PeriodFor(BudgetCause.Annual, Year, ProjectPolicy.Gazette, new(2026, 11, 30)));
        Assert.Equal(new Days(30), InvestmentBudgetRules.PeriodFor(BudgetCause.Annual, Year, ProjectPolicy.Gazette, new(2026, 12, 1)));
        Assert.Equal(new Days(30), InvestmentBudgetRules.PeriodFor(BudgetCause.MidYear, Year, ProjectPolicy.Gazette, new(2026, 7, 15)));
    }

    [Theory]
    [InlineData("2026-11-01T08:59", false)]
    [InlineData("2026-11-01T09:00", true)]
    [InlineData("2026-12-31T23:59", true)]
    [InlineData("2027-01-01T00:00", false)]
    public void Plan_DecidedBetweenTheCallAndItsYear_AsksAtOnce(string at, bool asks) =>
        Assert.Equal(asks, InvestmentBudgetRules.AsksAtOnce(Year, Lives.Life.At(at)));

    [Fact]
    public void Budget_OfAProjectThatNeedsNone_IsNotAskedFor()
    {
        Assert.True(Wanted(Stages.Publicity, null, Standing));
        Assert.False(Wanted(Stages.Publicity, null));
        Assert.False(Wanted(Stages.Completed, null, Standing));
        Assert.False(Wanted(Stages.Publicity, Ledger with { PlanHeld = true }, Standing));
        Assert.True(Wanted(Stages.Publicity, Ledger with { Budgets = [Budget(2026, 299.99m)] }, Standing));
        Assert.False(Wanted(Stages.Publicity, Ledger with { Budgets = [Budget(2026, 300m)] }, Standing));
        Assert.False(Wanted(Stages.PostEvaluation, Ledger with { Surplus = 0m }, Standing));
    }

    [Theory]
    [InlineData("200", true)]
    [InlineData("299.99", true)]
    [InlineData("300", false)]
    public void Budget_OfAProjectOfAnEarlierPlan_IsAskedForWhileThePlanLeavesAPart(string thatYear, bool wanted)
    {
        var before = Standing with { Year = Year - 1, Line = Line with { ThisYear = Parse(thatYear)!.Value } };

        Assert.Equal(wanted, Wanted(Stages.Publicity, null, before));
        Assert.False(Wanted(Stages.Publicity, null, before with { Dropped = true }));
        // In the year's own plan it is asked for whatever the earlier one set.
        Assert.True(Wanted(Stages.Publicity, null, before, Standing));
    }

    [Fact]
    public void Budget_OfAYearThatNobodyWasAskedFor_IsWantedInTheNext()
    {
        // Established within the year, after the call for it: its whole stands in that year's plan, and no money was ever asked for.
        var within = Standing with { Year = Year - 1, Line = Line with { ThisYear = 300m, Origin = PlanOrigin.OneByOne } };

        Assert.True(InvestmentBudgetRules.IsWanted(Stages.Construction, [within], Year, null, asked: []));
        Assert.False(InvestmentBudgetRules.IsWanted(Stages.Construction, [within], Year, null, asked: [Year - 1]));
        Assert.False(InvestmentBudgetRules.IsWanted(Stages.Construction, [within], Year, Ledger with { Budgets = [Budget(Year - 1, 300m)] }, asked: []));
    }

    [Fact]
    public void Order_OutsideTheCall_IsForThisYearOrTheNextAndOneAtATime()
    {
        var facts = new BudgetOrderCase(Year, Lives.Life.At("2027-03-01T09:00"), Stages.Payment, Standing, Ledger, Running: false);

        Assert.Empty(BudgetOrderRules.All.Evaluate(facts));
        Assert.Empty(BudgetOrderRules.All.Evaluate(facts with { Year = 2028 }));
        Assert.Equal(["budget-year"], Failed(facts with { Year = 2026 }));
        Assert.Equal(["budget-year"], Failed(facts with { Year = 2029 }));
        Assert.Equal(["budget-running"], Failed(facts with { Running = true }));
        Assert.Equal(["budget-in-plan"], Failed(facts with { Standing = null }));
        Assert.Equal(["budget-project-ended"], Failed(facts with { Stage = Stages.Terminated }));
        Assert.Equal(["budget-plan-held"], Failed(facts with { Ledger = Ledger with { PlanHeld = true } }));
    }

    [Theory]
    [InlineData("100")]
    [InlineData("100.01", "payment-within-budget")]
    public void Payment_AgainstTheArrangedBudget_IsBounded(string amount, params string[] failed)
    {
        var ledger = Paying with { Budgets = [Budget(2026, 60m), Budget(Year, 80m)], Payments = [new(1, 40m, new(2026, 12, 1))] };

        // what 2026 left over is carried on
        Assert.Equal(failed, Names(PaymentRules.All.Evaluate(new(new(Parse(amount), false), ledger.ForPayment(new(Year, 6, 1))))));
    }

    [Fact]
    public void Payment_OfAProjectWithoutBudgets_GoesOnAsBefore()
    {
        Assert.Null(Paying.ForPayment(new(Year, 6, 1)).BudgetLeft);
        Assert.Empty(PaymentRules.All.Evaluate(new(new(300m, true), Paying.ForPayment(new(Year, 6, 1)))));
        // A budget of a later year, and payments before the first one, change nothing.
        Assert.Null((Paying with { Budgets = [Budget(Year + 1, 10m)] }).ForPayment(new(Year, 6, 1)).BudgetLeft);
        Assert.Equal(80m, (Paying with { Budgets = [Budget(Year, 80m)], Payments = [new(1, 40m, new(2026, 12, 1))] }).ForPayment(new(Year, 6, 1)).BudgetLeft);
    }

    [Fact]
    public void EarlyFunds_UntilTheAdjustment_AreAllThatMayBeSpent()
    {
        var early = Budget(Year, 200m) with { EarlyFunds = 20m, Provisional = true };

        Assert.Equal(20m, InvestmentBudgetRules.Left(Ledger with { Budgets = [early] }, Year));
        Assert.Equal(200m, InvestmentBudgetRules.Left(Ledger with { Budgets = [early with { Provisional = false }] }, Year));
    }

    /// <summary>Whatever units ask for over the years: what the rules let pass never adds up to more than the ceiling.</summary>
    [Property]
    public bool Budgets_AnySequenceOfApplications_NeverExceedTheEstimate(PositiveInt estimate, (PositiveInt Steps, byte Year)[] applications)
    {
        var ledger = Ledger with { ApprovedTotal = estimate.Item + 10m, Estimate = estimate.Item };
        foreach (var (steps, offset) in applications)
        {
            var year = 2024 + (offset % 5);
            var application = Application with { Amount = steps.Item * 0.37m };
            var facts = new InvestmentBudgetCase(
                application, year, Standing with { Year = year, Line = Line with { ThisYear = decimal.MaxValue } }, ledger, Implementation.SelfBuild, ByTreasury: false);
            if (InvestmentBudgetRules.All.Evaluate(facts).Count > 0) continue;
            var change = new BudgetArranged(year, application, new(2026, 11, 30), "waits");
            ledger = change.Apply(new(ledger, null!, null!));
            if (change.Apply(new(ledger, null!, null!)).Budgets.Count != ledger.Budgets.Count) return false;
        }

        return ledger.Budgets.Sum(budget => budget.Amount) <= estimate.Item && ledger.Budgets.Select(budget => budget.Year).Distinct().Count() == ledger.Budgets.Count;
    }

    private static ProjectLedgerRow Paying => Ledger with
    {
        Estimate = 300m,
        ControlPrice = 300m,
        Contract = new("1号", "某公司", 300m, new(2026, 6, 1), new(2026, 6, 1), new(2027, 6, 1)),
        LetterOn = new(2027, 1, 1),
        Acceptance = new(true, true, true, true, null, new(2027, 1, 2), "合格", null),
    };

    private static bool Wanted(string stage, ProjectLedgerRow? ledger, params PlanEntryRow[] entries) =>
        InvestmentBudgetRules.IsWanted(stage, entries, Year, ledger, [.. entries.Select(entry => entry.Year)]);

    private static InvestmentBudgetCase Case(InvestmentBudgetApplication application, ProjectLedgerRow? ledger = null) =>
        new(application, Year, Standing, ledger ?? Ledger, Implementation.SelfBuild, ByTreasury: false);

    private static LedgerBudget Budget(int year, decimal amount) => new(year, amount, BudgetSource.CapitalConstruction, new(year - 1, 12, 1));

    private static IEnumerable<string> Failed(InvestmentBudgetCase facts) => Names(InvestmentBudgetRules.All.Evaluate(facts));

    private static IEnumerable<string> Failed(BudgetOrderCase facts) => Names(BudgetOrderRules.All.Evaluate(facts));

    private static IEnumerable<string> Names(IEnumerable<RuleFailure> failures) => failures.Select(failure => failure.Rule);

    private static decimal? Parse(string? amount) => amount is null ? null : decimal.Parse(amount);
}
