using System.Text.Json.Serialization;
using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>The source of a project's budget (第三十条).</summary>
public enum BudgetSource
{
    /// <summary>预算内基本建设资金</summary>
    CapitalConstruction,

    /// <summary>中央专项资金</summary>
    CentralSpecial,

    /// <summary>其他, since the article ends in 等; named in the note</summary>
    Other,

    /// <summary>市财政局统筹保障, for 政府购买服务</summary>
    TreasuryCoordinated,
}

/// <summary>The 年度投资预算 of a project, submitted by its unit or arranged by 市财政局.</summary>
/// <param name="Amount">年度投资预算, 万元</param>
/// <param name="Source">资金来源</param>
/// <param name="EarlyFunds">前期经费, 万元: the only amount budgeted before the budget review; null if the whole is</param>
/// <param name="Note">说明</param>
public sealed record InvestmentBudgetApplication(
    decimal? Amount,
    [property: JsonConverter(typeof(LenientEnumConverter<BudgetSource>))] BudgetSource? Source,
    decimal? EarlyFunds,
    string? Note);

/// <summary>The facts that the rules of a budget check; amounts in 万元.</summary>
/// <param name="Application">the budget</param>
/// <param name="Year">its year</param>
/// <param name="Standing">the project's line in the plan of that year or an earlier one; null if it has none</param>
/// <param name="Ledger">the project's ledger</param>
/// <param name="Mode">自行建设 or 购买服务</param>
/// <param name="ByTreasury">whether 市财政局 itself arranges the budget (第三十四条)</param>
public sealed record InvestmentBudgetCase(
    InvestmentBudgetApplication Application, int Year, PlanEntryRow? Standing, ProjectLedgerRow Ledger, Implementation? Mode, bool ByTreasury)
{
    /// <summary>The highest total: 经批准的概算 (第二十八条第二款); before its approval the total in the plan, which is itself a 概算 (第二十九条第二款).</summary>
    public decimal Ceiling => Ledger.Estimate ?? Ledger.ApprovedTotal;

    /// <summary>The sum arranged for other years.</summary>
    public decimal OtherYears => Ledger.Budgets.Where(budget => budget.Year != Year).Sum(budget => budget.Amount);

    /// <summary>The sum paid in the year.</summary>
    public decimal Paid => Ledger.Payments.Where(payment => payment.On.Year == Year).Sum(payment => payment.Amount);

    /// <summary>The plan's amount for the year; null if the project continues from an earlier plan.</summary>
    public decimal? Planned => Standing is { } entry && entry.Year == Year ? entry.Line.ThisYear : null;

    /// <summary>Whether zero is allowed: the July adjustment may withdraw an arranged budget.</summary>
    public bool MayBeNothing => ByTreasury && Standing is null;
}

/// <summary>
/// 年度投资预算 (第二十八条第一款、第二十九条、第三十条、第三十四条): when it is requested, for which projects, and its limits. The gazette says
/// 每年编制预算时 without a date; our own choice is 1 to 30 November, after the call for projects has closed (第七条) and before
/// the city's budget goes to the people's congress.
/// </summary>
public static class InvestmentBudgetRules
{
    private const string Article = "第二十九条";

    /// <summary>When the budgets of the next year are requested, at +08:00.</summary>
    public static DateTimeOffset CallOpens(int year) => ChinaTime.At(new DateOnly(year, 11, 1), DeadlineRules.ReminderTime);

    /// <summary>The last day for units to submit.</summary>
    public static FixedDate CallUntil(int year) => new(new DateOnly(year, 11, 30));

    /// <summary>When 市财政局 compiles the whole budget, at +08:00.</summary>
    public static DateTimeOffset CallCloses(int year) => ChinaTime.StartOf(CallUntil(year).Day.AddDays(1));

    /// <summary>The period for a budget requested on this day: until the end of November for the yearly call, otherwise the usual days.</summary>
    public static Period PeriodFor(BudgetCause cause, int year, ProjectPolicy policy, DateOnly askedOn) =>
        cause == BudgetCause.Annual && askedOn <= CallUntil(year - 1).Day ? CallUntil(year - 1) : new Days(policy.PromptDays);

    /// <summary>Until when a budget arranged before the budget review can be adjusted: the end of its year.</summary>
    public static DateTimeOffset AdjustableUntil(int year) => ChinaTime.StartOf(new DateOnly(year + 1, 1, 1));

    /// <summary>
    /// Whether the budgets of a plan decided now are requested at once: after the call for the plan's year and before
    /// that year starts. Plans decided within the year wait for the next call, except the July adjustment (第三十四条).
    /// </summary>
    public static bool AsksAtOnce(int planYear, DateTimeOffset at) => at >= CallOpens(planYear - 1) && ChinaTime.At(at).Year < planYear;

    /// <summary>
    /// Whether a project's budget for a year is requested: the project is in that year's plan, or earlier plans leave
    /// part of its total to later years; it has not ended, its plan is not held back (第五十三条), and arranged budgets
    /// leave a remainder. An amount planned for a year counts only if that year's budget was requested: a project
    /// established within a year missed its call, so that the next call is its first.
    /// </summary>
    /// <param name="stage">the project's stage</param>
    /// <param name="entries">the project's lines in plans</param>
    /// <param name="year">the year of the budget</param>
    /// <param name="ledger">the project's ledger; null if there is none</param>
    /// <param name="asked">the years whose budgets were requested</param>
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
    /// What remains of the money arranged up to a year, 万元. A remainder carries over to the next year; only payments
    /// since the first arranged year count. Null if no budget was ever arranged: payment is then not limited by
    /// budgets.
    /// </summary>
    public static decimal? Left(ProjectLedgerRow ledger, int year)
    {
        var arranged = ledger.Budgets.Where(budget => budget.Year <= year).ToList();
        if (arranged.Count == 0) return null;
        var first = arranged.Min(budget => budget.Year);
        return arranged.Sum(budget => budget.AtHand) - ledger.Payments.Where(payment => payment.On.Year >= first && payment.On.Year <= year).Sum(payment => payment.Amount);
    }
}
