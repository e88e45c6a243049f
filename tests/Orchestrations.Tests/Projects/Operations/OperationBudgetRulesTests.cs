using Dazhou.Serverless.Projects;
using FsCheck;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects;

/// <summary>运维预算 (第二十一、三十二、三十三、五十七条).</summary>
public sealed class OperationBudgetRulesTests
{
    private static readonly DateOnly Today = new(2026, 9, 15);

    private static readonly SystemRow System = new()
    {
        Id = "s1",
        Unit = "sscjgj",
        UnitName = "市市场监管局",
        Description = SystemCatalogueTests.Old with { MaintenanceEnds = new(2026, 12, 31) },
        State = SystemState.InUse,
        EnteredAt = default,
    };

    private static readonly OperationApplication Application =
        new("s1", OperationKind.First, 2027, 12.5m, new(2027, 1, 1), new(2027, 12, 31), OperationSource.MunicipalBudget, "驻场运维");

    [Fact]
    public void Application_Complete_BreaksNothing()
    {
        Assert.Empty(Failed(Application));
        Assert.Empty(Failed(Application with { Kind = OperationKind.Renewed }, System with { OperationUntil = new(2026, 12, 31) }));
        // A system from before the catalogue knows its warranty.
        Assert.Empty(Failed(Application with { Kind = OperationKind.Renewed }, System with { Description = System.Description with { MaintenanceEnds = null } }));
    }

    [Fact]
    public void Application_Empty_ListsEveryFieldWithItsArticle()
    {
        var failures = OperationBudgetRules.Application.Evaluate(new OperationCase(new(null, null, null, null, null, null, null, null), "sscjgj", null, false, Today));

        Assert.Equal(["system", "kind", "year", "amount", "from", "until", "source", "need"], failures.Select(failure => failure.Field));
        Assert.Equal("第二十一条", failures[0].Article);
        Assert.All(failures.Skip(1), failure => Assert.Equal("第三十二条", failure.Article));
    }

    [Theory]
    [InlineData("2026-01-01", true)]
    [InlineData("2026-12-31", true)]
    [InlineData("2025-12-31", false)]
    [InlineData("2027-01-01", false)]
    public void Application_ForAYear_ComesInTheYearBefore(string today, bool inTime)
    {
        var failed = Failed(Application, today: DateOnly.Parse(today));

        Assert.Equal(inTime ? [] : [today == "2025-12-31" ? "operation-year-early" : "operation-year-over"], failed);
    }

    [Theory]
    [InlineData("2027-01-01", null)]
    [InlineData("2026-12-31", "operation-from")]
    [InlineData("2027-12-31", null)]
    [InlineData("2028-01-01", "operation-from")]
    public void Application_Period_BeginsInTheBudgetsYear(string from, string? failed)
    {
        var day = DateOnly.Parse(from);
        var system = System with { Description = System.Description with { MaintenanceEnds = new(2026, 6, 30) } };

        Assert.Equal(failed is null ? [] : [failed], Failed(Application with { From = day, Until = day }, system));
        Assert.Contains("operation-until", Failed(Application with { From = day, Until = day.AddDays(-1) }, system));
    }

    [Theory]
    [InlineData("2027-06-29", null)]
    [InlineData("2027-06-30", "operation-maintained")]
    public void Application_First_BeginsAfterTheMaintenanceEnded(string maintenanceEnds, string? failed) =>
        Assert.Equal(
            failed is null ? [] : [failed],
            Failed(
                Application with { From = new(2027, 6, 30) },
                System with { Description = System.Description with { MaintenanceEnds = DateOnly.Parse(maintenanceEnds) } }));

    [Fact]
    public void Application_First_NeedsTheMaintenanceAndNoEarlierRound()
    {
        Assert.Equal(["operation-maintenance-known"], Failed(Application, System with { Description = System.Description with { MaintenanceEnds = null } }));
        Assert.Equal(["operation-not-first"], Failed(Application, System with { OperationUntil = new(2026, 12, 31) }));
    }

    [Theory]
    [InlineData("2026-12-31", null)]
    [InlineData("2027-01-01", "operation-overlaps")]
    public void Application_Renewed_FollowsTheRoundBefore(string until, string? failed) =>
        Assert.Equal(failed is null ? [] : [failed], Failed(Application with { Kind = OperationKind.Renewed }, System with { OperationUntil = DateOnly.Parse(until) }));

    [Theory]
    [InlineData(SystemState.Pending)]
    [InlineData(SystemState.Refused)]
    [InlineData(SystemState.Offline)]
    public void Application_ForASystemOutsideTheCatalogue_IsRefused(SystemState state)
    {
        Assert.Equal(["operation-catalogued"], Failed(Application, System with { State = state }));
        Assert.Equal(["operation-catalogued"], Failed(Application, System with { Unit = "sjyj" }));
    }

    [Fact]
    public void Application_OfABlockedUnitOrSystem_IsRefusedByArticle57()
    {
        var deficient = System with { Description = System.Description with { Security = SystemSecurity.Deficient } };
        foreach (var failures in new[]
        {
            OperationBudgetRules.Application.Evaluate(new OperationCase(Application, "sscjgj", System, Hazard: true, Today)),
            OperationBudgetRules.Application.Evaluate(new OperationCase(Application, "sscjgj", deficient, Hazard: false, Today)),
        })
        {
            var failure = Assert.Single(failures);
            Assert.Equal(("operation-security", "第五十七条", "system"), (failure.Rule, failure.Article, failure.Field));
        }
    }

    [Theory]
    [InlineData("12.50", true)]
    [InlineData("12.51", false)]
    [InlineData("0", false)]
    [InlineData("12.345", false)]
    public void Assessment_Amount_IsWithinWhatWasAppliedFor(string amount, bool passes) =>
        Assert.Equal(
            passes ? [] : ["assessment-amount"],
            Rules(OperationBudgetRules.Assessment.Evaluate((new OperationAssessment(true, AssessmentMethod.Experts, "三名专家", "合理", decimal.Parse(amount)), 12.5m))));

    [Fact]
    public void Assessment_Incomplete_NamesEachField()
    {
        Assert.Equal(["passed", "opinion"], OperationBudgetRules.Assessment.Evaluate((new OperationAssessment(null, null, null, null, null), 1m)).Select(failure => failure.Field));
        Assert.Equal(
            ["method", "participants", "amount"],
            OperationBudgetRules.Assessment.Evaluate((new OperationAssessment(true, null, " ", "合理", null), 1m)).Select(failure => failure.Field));
        Assert.Empty(OperationBudgetRules.Assessment.Evaluate((new OperationAssessment(false, null, null, "补充报价", null), 1m)));
    }

    [Theory]
    [InlineData("10.00", true)]
    [InlineData("10.01", false)]
    [InlineData("-1", false)]
    public void Arrangement_Amount_IsWithinTheProposal(string amount, bool passes) =>
        Assert.Equal(
            passes ? [] : ["arrangement-amount"],
            Rules(OperationBudgetRules.Arrangement.Evaluate(new ArrangementCase(new(true, decimal.Parse(amount), null), 10m, System, false))));

    [Fact]
    public void Arrangement_BlockedOrUncataloguedMeanwhile_IsOnlyDeclined()
    {
        Assert.Equal(
            ["arrangement-catalogued", "arrangement-security"],
            Rules(OperationBudgetRules.Arrangement.Evaluate(new ArrangementCase(new(true, 5m, null), 10m, System with { State = SystemState.Offline }, Hazard: true))));
        Assert.Empty(OperationBudgetRules.Arrangement.Evaluate(new ArrangementCase(new(false, null, "系统下线"), 10m, null, Hazard: true)));
        Assert.Equal(["arrangement-comment"], Rules(OperationBudgetRules.Arrangement.Evaluate(new ArrangementCase(new(false, null, " "), 10m, System, false))));
        Assert.Equal(["arrangement-result"], Rules(OperationBudgetRules.Arrangement.Evaluate(new ArrangementCase(new(null, null, null), 10m, System, false))));
    }

    /// <summary>What is arranged never exceeds what was applied for, by whatever amounts in between.</summary>
    [Property]
    public bool Chain_AnyThreeAmounts_PassesOnlyIfEachIsWithinTheOneBefore(PositiveInt applied, PositiveInt proposed, PositiveInt arranged)
    {
        decimal Fen(PositiveInt amount) => amount.Item / 100m;
        var assessment = new OperationAssessment(true, AssessmentMethod.Units, "有关单位", "合理", Fen(proposed));
        var passes = OperationBudgetRules.Assessment.Evaluate((assessment, Fen(applied))).Count == 0
            && OperationBudgetRules.Arrangement.Evaluate(new ArrangementCase(new(true, Fen(arranged), null), Fen(proposed), System, false)).Count == 0;
        return passes == (Fen(arranged) <= Fen(proposed) && Fen(proposed) <= Fen(applied));
    }

    [Theory]
    [InlineData("2026-12-30", null, true)]
    [InlineData("2027-12-30", null, true)]
    [InlineData("2027-12-31", null, false)]
    [InlineData("2020-01-01", "2027-12-31", false)]
    [InlineData("2020-01-01", "2026-12-31", true)]
    [InlineData(null, null, false)]
    public void Due_SystemOfTheCatalogue_IsAskedWhileMoneyIsNeededInTheNextYear(string? maintenanceEnds, string? operationUntil, bool due)
    {
        var system = System with
        {
            Description = System.Description with { MaintenanceEnds = maintenanceEnds is null ? null : DateOnly.Parse(maintenanceEnds) },
            OperationUntil = operationUntil is null ? null : DateOnly.Parse(operationUntil),
        };

        Assert.Equal(due, OperationBudgetRules.IsDue(system, 2026));
        Assert.False(OperationBudgetRules.IsDue(system with { State = SystemState.Offline }, 2026));
    }

    private static IEnumerable<string> Failed(OperationApplication application, SystemRow? system = null, DateOnly? today = null) =>
        Rules(OperationBudgetRules.Application.Evaluate(new OperationCase(application, "sscjgj", system ?? System, Hazard: false, today ?? Today)));

    private static IEnumerable<string> Rules(IEnumerable<RuleFailure> failures) => failures.Select(failure => failure.Rule);
}
