namespace Dazhou.Serverless.Projects;

/// <summary>The facts that the rules of a budget request outside the call check.</summary>
/// <param name="Year">the year of the budget</param>
/// <param name="At">when it is requested, at +08:00</param>
/// <param name="Stage">the project's stage</param>
/// <param name="Standing">the project's line in the plan; null if it has none</param>
/// <param name="Ledger">the project's ledger; null if there is none</param>
/// <param name="Running">whether a budget of that year is being arranged</param>
public sealed record BudgetOrderCase(int Year, DateTimeOffset At, string Stage, PlanEntryRow? Standing, ProjectLedgerRow? Ledger, bool Running);

/// <summary>When a project's budget can be requested outside the yearly call (第二十八条、第二十九条).</summary>
public static class BudgetOrderRules
{
    /// <summary>The rule that a budget of the year is already being arranged.</summary>
    public const string Running = "budget-running";

    /// <summary>The rules.</summary>
    public static IReadOnlyList<StageRule<BudgetOrderCase>> All { get; } =
    [
        new("budget-in-plan", "第二十九条", "", "项目没有列入年度信息化项目计划", c => c.Standing is null),
        new("budget-year", "第二十九条", "year", "只能申报本年度预算的调整或者下一年度的预算",
            c => c.Year != ChinaTime.At(c.At).Year && c.Year != ChinaTime.At(c.At).Year + 1),
        new("budget-project-ended", "第二十九条", "", "项目已经结束，不再安排投资预算",
            c => Stages.IsFinal(c.Stage) || c.Ledger?.EndedAt is not null),
        new("budget-plan-held", "第五十三条", "", "项目已被暂缓安排投资计划", c => c.Ledger?.PlanHeld == true),
        new(Running, "第二十九条", "year", "该年度预算正在办理", c => c.Running),
    ];
}
