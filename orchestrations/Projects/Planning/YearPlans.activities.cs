using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Evaluates the dates of a year. They are activities so that changing a rule does not break the replay of running instances.</summary>
public sealed class YearPlanActivities
{
    /// <summary>Returns the dates of the library's year.</summary>
    [Function(nameof(PlanLibraryYear))]
    public Task<LibraryYearPlan> PlanLibraryYear([ActivityTrigger] int year) => Task.FromResult(new LibraryYearPlan(
        AnnualCycleRules.AdjustmentOpens(year),
        ChinaTime.StartOf(AnnualCycleRules.AdjustmentUntil(year).Day.AddDays(1)),
        AnnualCycleRules.CallOpens(year),
        AnnualCycleRules.CallCloses(year),
        MonitoringRules.AskedAt(year)));

    /// <summary>Returns when the next year's budgets are requested and summed up.</summary>
    [Function(nameof(PlanBudgetCall))]
    public Task<BudgetCallPlan> PlanBudgetCall([ActivityTrigger] int year) =>
        Task.FromResult(new BudgetCallPlan(InvestmentBudgetRules.CallOpens(year), InvestmentBudgetRules.CallCloses(year)));

    /// <summary>Returns when a year's monitoring report is requested and due.</summary>
    [Function(nameof(PlanMonitoring))]
    public Task<MonitoringPlan> PlanMonitoring([ActivityTrigger] int year) =>
        Task.FromResult(new MonitoringPlan(MonitoringRules.AskedAt(year), MonitoringRules.Until(year)));
}

/// <summary>The dates of the library's year, at +08:00.</summary>
/// <param name="AdjustmentOpens">the start of the mid-year adjustment</param>
/// <param name="AdjustmentCloses">its end; a cycle started later has none</param>
/// <param name="CallOpens">the start of the call for next year's projects</param>
/// <param name="CallCloses">its end</param>
/// <param name="ReportsAt">the time of the notice of yearly reports</param>
public sealed record LibraryYearPlan(
    DateTimeOffset AdjustmentOpens, DateTimeOffset AdjustmentCloses, DateTimeOffset CallOpens, DateTimeOffset CallCloses, DateTimeOffset ReportsAt);

/// <summary>When the next year's budgets are requested and summed up, at +08:00.</summary>
public sealed record BudgetCallPlan(DateTimeOffset Opens, DateTimeOffset Closes);

/// <summary>When a year's monitoring report is requested, at +08:00, and its period.</summary>
public sealed record MonitoringPlan(DateTimeOffset AskedAt, Period Until);
