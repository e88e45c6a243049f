using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 年度投资预算 of one project and year: the unit submits it (第二十九条第一款), or 市财政局 arranges what the July adjustment changed
/// (第三十四条); 市财政局会同市数字经济局 decides (第二十八条第一款). A budget arranged before the budget review is adjusted after it
/// (第二十九条第二款), within its year.
/// </summary>
public static class InvestmentBudget
{
    /// <summary>The event that the budget review is done or the project has ended; the record tells which.</summary>
    public const string ReviewedEvent = "budget-reviewed";

    /// <summary>The instance id of a project's budget.</summary>
    public static string InstanceIdOf(string project, int year, int number) => $"budget-{project}-{year:D4}-{number}";

    /// <summary>Runs the budget; returns what is finally arranged, null if nothing is. Input: <see cref="BudgetOrder"/>.</summary>
    [Function(nameof(InvestmentBudget))]
    public static async Task<LedgerBudget?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var order = context.GetInput<BudgetOrder>()!;
        var arranged = order.Cause == BudgetCause.MidYear ? await ArrangeAsync(context, order) : await ApplyAsync(context, order);
        if (arranged is { Provisional: true } && await WaitForReviewAsync(context, order)) arranged = await AdjustAsync(context, order, arranged);
        await context.CallActivityAsync(
            nameof(InvestmentBudgetActivities.EndBudgetOrder), new BudgetOrderEnd(order.Project.Id, order.Year, order.Number, context.Now()), ActivityRetry.Patient);
        return arranged;
    }

    private static Task<LedgerBudget?> ApplyAsync(TaskOrchestrationContext context, BudgetOrder order)
    {
        var again = order.Cause == BudgetCause.Asked && order.Number > 1;
        return HandInAsync(context, order, again ? InvestmentBudgetKinds.Adjustment : InvestmentBudgetKinds.Application,
            $"请按照年度信息化项目计划申报{order.Year}年度投资预算{(again ? "的调整" : "")}，报市财政局审核。预算评审尚未完成的，可以先行申报前期经费。",
            order.Period);
    }

    private static async Task<LedgerBudget?> AdjustAsync(TaskOrchestrationContext context, BudgetOrder order, LedgerBudget before) =>
        await HandInAsync(context, order, InvestmentBudgetKinds.Adjustment,
            $"预算评审已经完成，请对{order.Year}年度投资预算（已安排{Amounts.Text(before.Amount)}）进行补充调整，报市财政局审核。",
            new Days(order.Project.Policy.PromptDays)) ?? before;

    private static async Task<LedgerBudget?> HandInAsync(TaskOrchestrationContext context, BudgetOrder order, string kind, string toDo, Period period)
    {
        var step = InvestmentBudgetKinds.StepOf(kind, order);
        var (end, submission, round) = await context.HandInAndDecideAsync(
            new()
            {
                Subject = order.Project,
                Stage = Stages.InvestmentBudget,
                Step = step,
                Article = SubmissionKinds.Of(step).Article,
                ToDo = toDo,
                Post = ProjectPosts.ContactOf(order.Project.Unit),
                Period = period,
                Escalation = ProjectPosts.Treasury,
            },
            (application, round) => RequestFor(order, step, application, round));
        if (end == StageEnd.Done) return await SettleAsync(context, order, step, submission!, round);
        if (end == StageEnd.Refused)
            await context.TellUnitAsync(order.Project, $"refused|{step}", "第二十九条", $"{order.Year}年度投资预算未予同意。");
        return null;
    }

    /// <summary>市财政局负责调整预算并安排资金 (第三十四条): it is asked and decides alone.</summary>
    private static async Task<LedgerBudget?> ArrangeAsync(TaskOrchestrationContext context, BudgetOrder order)
    {
        var step = InvestmentBudgetKinds.StepOf(InvestmentBudgetKinds.Arrangement, order);
        var asked = await Asking.AskAsync(context, new()
        {
            Subject = order.Project,
            Stage = Stages.InvestmentBudget,
            Step = step,
            Article = "第三十四条",
            ToDo = $"{order.Year}年度信息化项目计划中期调整已经审定，请调整本项目预算并安排资金。",
            Post = ProjectPosts.Treasury,
            Period = order.Period,
            Escalation = ProjectPosts.TreasurySuperior,
        });
        return asked.Submission is { } submission ? await SettleAsync(context, order, step, submission, submission.Round) : null;
    }

    private static async Task<LedgerBudget> SettleAsync(
        TaskOrchestrationContext context, BudgetOrder order, string step, SubmissionRow submission, int round)
    {
        var application = submission.Read<InvestmentBudgetApplication>();
        var kind = SubmissionKinds.Of(step);
        var text = $"安排{order.Year}年度投资预算{TextOf(application)}";
        var ledger = await context.SettleAsync(
            order.Project, $"{step}|{round}", Stages.InvestmentBudget, kind.Article, text,
            new BudgetArranged(order.Year, application, context.Today(), context.InstanceId));
        await context.TellUnitAsync(order.Project, $"arranged|{step}", kind.Article, $"{text}。");
        return ledger.Budgets.Single(budget => budget.Year == order.Year);
    }

    /// <summary>Waits for the budget review. Returns true if the budget is then to be adjusted, false if nothing is left to wait for.</summary>
    private static async Task<bool> WaitForReviewAsync(TaskOrchestrationContext context, BudgetOrder order)
    {
        var woken = context.WaitForExternalEvent<object?>(ReviewedEvent);
        var patience = new Patience();
        while (true)
        {
            var reading = await context.CallActivityAsync<BudgetReading>(
                nameof(InvestmentBudgetActivities.ReadBudgetState), new BudgetQuestion(order.Project.Id, order.Year, context.InstanceId, context.Now()),
                ActivityRetry.Patient);
            if (reading.State == BudgetState.Reviewed) return true;
            if (reading.State == BudgetState.Over) break;
            if (await patience.WaitAsync(context, woken, reading.Until)) woken = context.WaitForExternalEvent<object?>(ReviewedEvent);
        }

        await context.SettleAsync(
            order.Project, $"wait-over|{order.Year}|{order.Number}", Stages.InvestmentBudget, "第二十九条第二款", $"{order.Year}年度投资预算不再调整",
            new BudgetWaitOver(order.Year, context.InstanceId));
        return false;
    }

    /// <summary>市财政局会同市数字经济局 (第二十八条第一款): both must agree.</summary>
    private static ApprovalRequest RequestFor(BudgetOrder order, string step, SubmissionRow application, int round)
    {
        var (project, policy) = (order.Project, order.Project.Policy);
        var request = StageSteps.OneStep(
            project, Stages.InvestmentBudget, $"{step}.review", Act.Review, ProjectPosts.Treasury, new WorkingDays(policy.InvestmentBudgetWorkingDays),
            "第二十八条第一款、第二十九条", $"{project.UnitName}申报{order.Year}年度投资预算{TextOf(application.Read<InvestmentBudgetApplication>())}",
            ProjectPosts.TreasurySuperior, round, ChinaTime.DayOf(application.At));
        return request with { Steps = [.. request.Steps.Select(one => one with { Approvers = [ProjectPosts.Treasury, ProjectPosts.Planners] })] };
    }

    private static string TextOf(InvestmentBudgetApplication application) =>
        $"{Amounts.Text(application.Amount!.Value)}（{InvestmentBudgetTexts.Of(application.Source!.Value)}）"
        + (application.EarlyFunds is { } early ? $"，先行安排前期经费{Amounts.Text(early)}" : string.Empty);
}
