using System.Text.Json.Serialization;
using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>Where the money of a project's budget comes from (第三十条).</summary>
public enum BudgetSource
{
    /// <summary>预算内基本建设资金</summary>
    CapitalConstruction,

    /// <summary>中央专项资金</summary>
    CentralSpecial,

    /// <summary>其他, for what the article leaves open with 等; named in the note</summary>
    Other,

    /// <summary>市财政局统筹保障, for 政府购买服务</summary>
    TreasuryCoordinated,
}

/// <summary>年度投资预算 of a project, as its unit hands it in or 市财政局 arranges it.</summary>
/// <param name="Amount">年度投资预算, 万元</param>
/// <param name="Source">资金来源</param>
/// <param name="EarlyFunds">前期经费, 万元: all that is budgeted before the budget review; null if the whole is</param>
/// <param name="Note">说明</param>
public sealed record InvestmentBudgetApplication(
    decimal? Amount,
    [property: JsonConverter(typeof(LenientEnumConverter<BudgetSource>))] BudgetSource? Source,
    decimal? EarlyFunds,
    string? Note);

/// <summary>What decides on a budget; amounts in 万元.</summary>
/// <param name="Application">the budget</param>
/// <param name="Year">its year</param>
/// <param name="Standing">the project's place in the plan of that year or an earlier one; null if it has none</param>
/// <param name="Ledger">what is settled about the project</param>
/// <param name="Mode">自行建设 or 购买服务</param>
/// <param name="ByTreasury">whether 市财政局 arranges it itself (第三十四条)</param>
public sealed record InvestmentBudgetCase(
    InvestmentBudgetApplication Application, int Year, PlanEntryRow? Standing, ProjectLedgerRow Ledger, Implementation? Mode, bool ByTreasury)
{
    /// <summary>经批准的概算 is the ceiling (第二十八条第二款); before it is approved, the total of the plan, which is a 概算 itself (第二十九条第二款).</summary>
    public decimal Ceiling => Ledger.Estimate ?? Ledger.ApprovedTotal;

    /// <summary>What is arranged for other years.</summary>
    public decimal OtherYears => Ledger.Budgets.Where(budget => budget.Year != Year).Sum(budget => budget.Amount);

    /// <summary>What was paid in the year.</summary>
    public decimal Paid => Ledger.Payments.Where(payment => payment.On.Year == Year).Sum(payment => payment.Amount);

    /// <summary>The plan's amount for the year; null where the project stands in an earlier plan and goes on.</summary>
    public decimal? Planned => Standing is { } entry && entry.Year == Year ? entry.Line.ThisYear : null;

    /// <summary>July may take back what was arranged: then nothing is an amount too.</summary>
    public bool MayBeNothing => ByTreasury && Standing is null;
}

/// <summary>
/// 年度投资预算 (第二十八条第一款、第二十九条、第三十条、第三十四条): when it is asked for, of which projects, and what it may hold; pure.
/// The gazette says 每年编制预算时 and no day: the office's own are 1 to 30 November, after the call for projects has closed
/// (第七条) and before the city's budget is laid before the people's congress.
/// </summary>
public static class InvestmentBudgetRules
{
    private const string Article = "第二十九条";

    /// <summary>When the budgets of the next year are asked for.</summary>
    public static DateTimeOffset CallOpens(int year) => ChinaTime.At(new DateOnly(year, 11, 1), DeadlineRules.ReminderTime);

    /// <summary>Until when units hand in.</summary>
    public static FixedDate CallUntil(int year) => new(new DateOnly(year, 11, 30));

    /// <summary>When 市财政局 draws up the whole.</summary>
    public static DateTimeOffset CallCloses(int year) => ChinaTime.StartOf(CallUntil(year).Day.AddDays(1));

    /// <summary>The period of a year's budget that is asked for on a day: until the end of November, else the usual days.</summary>
    public static Period PeriodFor(BudgetCause cause, int year, ProjectPolicy policy, DateOnly askedOn) =>
        cause == BudgetCause.Annual && askedOn <= CallUntil(year - 1).Day ? CallUntil(year - 1) : new Days(policy.PromptDays);

    /// <summary>Until when a year's budget that was arranged before the budget review may be adjusted: as long as the year lasts.</summary>
    public static DateTimeOffset AdjustableUntil(int year) => ChinaTime.StartOf(new DateOnly(year + 1, 1, 1));

    /// <summary>
    /// Whether a plan that is decided now comes after the call for its year's budgets and before that year begins, so that its
    /// projects are asked at once. What is decided within the year waits for the next call, unless July added it (第三十四条).
    /// </summary>
    public static bool AsksAtOnce(int planYear, DateTimeOffset at) => at >= CallOpens(planYear - 1) && ChinaTime.At(at).Year < planYear;

    /// <summary>
    /// Whether a project's budget of a year is asked for: it stands in that year's plan, or the plans before it leave a part of its
    /// ceiling to later years; it lives, its plan is not held back (第五十三条), and what is arranged leaves something. What a plan
    /// sets for a year counts as that year's only if its budget was asked for: what was established within the year, one by one or
    /// in a batch, came after the call for it, and the next call is its first.
    /// </summary>
    /// <param name="stage">the project's stage</param>
    /// <param name="entries">its lines in the plans</param>
    /// <param name="year">the year of the budget</param>
    /// <param name="ledger">its ledger; null if nothing is settled</param>
    /// <param name="asked">the years whose budgets were asked for</param>
    public static bool IsWanted(string stage, IReadOnlyList<PlanEntryRow> entries, int year, ProjectLedgerRow? ledger, IReadOnlyCollection<int> asked)
    {
        if (PlanTableRules.StandingFor(entries, year) is not { } standing
            || Stages.IsFinal(stage)
            || ledger is { EndedAt: not null } or { PlanHeld: true } or { Surplus: not null })
            return false;
        var ceiling = ledger?.Estimate ?? ledger?.ApprovedTotal ?? standing.Line.TotalInvestment;
        var planned = standing.Year == year ? 0m : entries.Where(entry => entry.Year < year && !entry.Dropped && asked.Contains(entry.Year)).Sum(entry => entry.Line.ThisYear);
        return Math.Max(planned, ledger?.Budgets.Sum(budget => budget.Amount) ?? 0m) < ceiling;
    }

    /// <summary>The rules of a budget.</summary>
    public static IReadOnlyList<StageRule<InvestmentBudgetCase>> All { get; } =
    [
        new("budget-in-plan", Article, "", "项目没有列入年度信息化项目计划", c => c.Standing is null && !c.MayBeNothing),
        new("budget-plan-held", "第五十三条", "", "项目已被暂缓安排投资计划", c => c.Ledger.PlanHeld && c.Application.Amount > 0m),
        new("budget-amount", Article, "amount", "缺少年度投资预算（万元，大于零，最多两位小数）",
            c => c.Application.Amount is not { } amount || !Amounts.HasTwoDecimals(amount) || amount < 0m || amount == 0m && !c.MayBeNothing),
        new("budget-withdrawn", "第三十四条", "amount", "项目已不列入本年度计划，不再安排资金（保留已拨付的）",
            c => c.MayBeNothing && c.Application.Amount > c.Paid),
        new("budget-within-plan", Article, "amount", "年度投资预算不得超过年度计划确定的年度投资额", c => c.Application.Amount > c.Planned),
        new("budget-within-estimate", "第二十八条第二款", "amount", "各年度投资预算合计不得超过概算（概算批复前为计划总投资）",
            c => c.Application.Amount > 0m && c.Application.Amount + c.OtherYears > c.Ceiling),
        new("budget-not-below-paid", Article, "amount", "年度投资预算不得低于本年度已拨付的资金", c => c.Application.Amount < c.Paid),
        new("budget-source", "第三十条", "source", "须选择资金来源", c => c.Application.Source is null),
        new("budget-source-build", "第三十条", "source", "自行建设项目的资金来源为预算内基本建设资金、中央专项资金等，不由市财政局统筹保障",
            c => c is { Mode: Implementation.SelfBuild, Application.Source: BudgetSource.TreasuryCoordinated }),
        new("budget-source-purchase", "第三十条", "source", "政府购买服务资金由市财政局统筹保障",
            c => c is { Mode: Implementation.PurchaseOfServices, Application.Source: not null and not BudgetSource.TreasuryCoordinated }),
        new("budget-source-other", "第三十条", "note", "资金来源选择“其他”的，须说明具体来源",
            c => c.Application.Source == BudgetSource.Other && string.IsNullOrWhiteSpace(c.Application.Note)),
        new("budget-early-amount", "第二十九条第二款", "earlyFunds", "前期经费须大于零、最多两位小数，并且不超过年度投资预算",
            c => c.Application.EarlyFunds is { } early && (early <= 0m || !Amounts.HasTwoDecimals(early) || early > (c.Application.Amount ?? 0m))),
        new("budget-early-after-review", "第二十九条第二款", "earlyFunds", "项目已完成预算评审，不再先行安排前期经费",
            c => c.Application.EarlyFunds is not null && c.Ledger.ControlPrice is not null),
    ];

    /// <summary>
    /// What is left of the money arranged for a project up to a year, 万元: what an earlier year left over is carried on, and only
    /// payments since the first arranged year count. Null where nothing was arranged: such projects go on as before.
    /// </summary>
    public static decimal? Left(ProjectLedgerRow ledger, int year)
    {
        var arranged = ledger.Budgets.Where(budget => budget.Year <= year).ToList();
        if (arranged.Count == 0) return null;
        var first = arranged.Min(budget => budget.Year);
        return arranged.Sum(budget => budget.AtHand) - ledger.Payments.Where(payment => payment.On.Year >= first && payment.On.Year <= year).Sum(payment => payment.Amount);
    }
}
