using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 编制预算 (第二十九条): in November every unit with a project in the plan is asked for next year's investment budget.
/// Afterwards 市财政局 is told the result, compiles the whole and has it approved outside this system. Separate from
/// <see cref="AnnualCycle"/>, so that years already running get their November too.
/// </summary>
public static class InvestmentBudgetYear
{
    /// <summary>The instance id of the year in which the next year's budgets are requested.</summary>
    public static string InstanceIdOf(int year) => $"investment-budgets-{year:D4}";

    /// <summary>Runs the year given as input; returns the number of requested budgets.</summary>
    [Function(nameof(InvestmentBudgetYear))]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var year = context.GetInput<int>();
        var plan = await context.CallActivityAsync<BudgetCallPlan>(nameof(YearPlanActivities.PlanBudgetCall), year, ActivityRetry.Patient);
        await context.UntilAsync(plan.Opens);
        var asked = await context.CallActivityAsync<int>(
            nameof(InvestmentBudgetActivities.CallForBudgets), new CycleStep(year, context.Now()), ActivityRetry.Patient);
        await context.UntilAsync(plan.Closes);
        var sum = await context.CallActivityAsync<BudgetSum>(
            nameof(InvestmentBudgetActivities.SumUpBudgets), new CycleStep(year, context.Now()), ActivityRetry.Patient);
        if (sum.Asked > 0) await TellTreasuryAsync(context, year, sum);
        return asked;
    }

    private static async Task TellTreasuryAsync(TaskOrchestrationContext context, int year, BudgetSum sum)
    {
        var treasury = await context.HolderOfAsync(ProjectPosts.Treasury);
        await context.MailAsync(AnnualCycle.SubjectOf(year), "summed-up", treasury, new Notice
        {
            Title = $"{year + 1}年度政府投资信息化项目资金预算",
            ToDo = $"{year + 1}年度投资预算已请{sum.Asked}个项目申报，审核同意{sum.Arranged}个，合计{Amounts.Text(sum.Amount)}。"
                + $"请编制政府投资信息化项目资金预算并按程序报批；明细见年度计划页面（/plans/{year + 1}）。",
            Article = "第二十九条",
        });
    }
}
