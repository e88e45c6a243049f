using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// When a year does what. Asked by activities, so that a year which has begun goes on by the dates that it was told when a rule
/// changes.
/// </summary>
public sealed class YearPlanActivities
{
    /// <summary>The dates of the library's year.</summary>
    [Function(nameof(PlanLibraryYear))]
    public Task<LibraryYearPlan> PlanLibraryYear([ActivityTrigger] int year) => Task.FromResult(new LibraryYearPlan(
        AnnualCycleRules.AdjustmentOpens(year),
        ChinaTime.StartOf(AnnualCycleRules.AdjustmentUntil(year).Day.AddDays(1)),
        AnnualCycleRules.CallOpens(year),
        AnnualCycleRules.CallCloses(year),
        MonitoringRules.AskedAt(year)));

    /// <summary>When the budgets of the next year are asked for, and when they are summed up.</summary>
    [Function(nameof(PlanBudgetCall))]
    public Task<BudgetCallPlan> PlanBudgetCall([ActivityTrigger] int year) =>
        Task.FromResult(new BudgetCallPlan(InvestmentBudgetRules.CallOpens(year), InvestmentBudgetRules.CallCloses(year)));

    /// <summary>When a year's monitoring report is asked for, and until when.</summary>
    [Function(nameof(PlanMonitoring))]
    public Task<MonitoringPlan> PlanMonitoring([ActivityTrigger] int year) =>
        Task.FromResult(new MonitoringPlan(MonitoringRules.AskedAt(year), MonitoringRules.Until(year)));
}

/// <summary>The dates of the library's year, at +08:00.</summary>
/// <param name="AdjustmentOpens">the mid-year adjustment begins</param>
/// <param name="AdjustmentCloses">and is over: a year that begins later has none</param>
/// <param name="CallOpens">the call for the next year's projects</param>
/// <param name="CallCloses">and its end</param>
/// <param name="ReportsAt">the notice of the yearly reports</param>
public sealed record LibraryYearPlan(
    DateTimeOffset AdjustmentOpens, DateTimeOffset AdjustmentCloses, DateTimeOffset CallOpens, DateTimeOffset CallCloses, DateTimeOffset ReportsAt);

/// <summary>When the budgets of the next year are asked for, and when they are summed up; at +08:00.</summary>
public sealed record BudgetCallPlan(DateTimeOffset Opens, DateTimeOffset Closes);

/// <summary>When a year's monitoring report is asked for, and until when.</summary>
public sealed record MonitoringPlan(DateTimeOffset AskedAt, Period Until);
