using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 政府采购 (第三十九条至第四十一条): from the limit on, the plan is filed first; below it, and for a state-owned enterprise, the
/// contract follows directly.
/// </summary>
public static class Procurement
{
    /// <summary>Runs the stage; returns the date of the contract. Input: <see cref="StageInput"/>.</summary>
    [Function(nameof(Procurement))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (project, from) = context.GetInput<StageInput>()!;
        var route = (await context.ReadLedgerAsync(project)).Procurement;
        if (route == ProcurementRoute.GovernmentProcurement)
        {
            var filed = await Asking.AskAsync(context, Ask(project, MainLineKinds.ProcurementPlan, "第四十条",
                "采购预算达到政府采购限额标准，请办理政府采购计划备案并登记。", new Days(project.Policy.PromptDays), from));
            if (filed.Submission is null) return context.Ends(StageEnd.Cancelled);
            var plan = filed.Submission.Read<ProcurementPlan>();
            await context.SettleAsync(
                project, "plan", Stages.Procurement, "第四十条", $"政府采购计划备案：{plan.FilingNumber}", new PlanFiled(plan));
            from = ChinaTime.DayOf(filed.Submission.At);
        }

        var contract = await Asking.AskAsync(context, Ask(project, MainLineKinds.Contract, ArticleOf(route), ToDoOf(route), new Days(project.Policy.ProcurementDays), from));
        if (contract.Submission is null) return context.Ends(StageEnd.Cancelled);
        var record = contract.Submission.Read<ContractRecord>();
        await context.SettleAsync(
            project, "contract", Stages.Procurement, "第四十二条",
            $"签订合同{record.Number}，{record.Supplier}，{Amounts.Text(record.Amount!.Value)}", new ContractSettled(record));
        return new(StageEnd.Done, record.SignedOn!.Value);
    }

    private static SubmissionRequest Ask(ProjectRef project, string step, string article, string toDo, Period period, DateOnly from) => new()
    {
        Subject = project,
        Stage = Stages.Procurement,
        Step = step,
        Article = article,
        ToDo = toDo,
        Post = ProjectPosts.ContactOf(project.Unit),
        Period = period,
        From = from,
        Escalation = ProjectPosts.Reviewers,
    };

    private static string ArticleOf(ProcurementRoute route) => route switch
    {
        ProcurementRoute.StateOwnedEnterprise => "第四十一条",
        ProcurementRoute.GovernmentProcurement => "第四十条",
        _ => "第三十九条",
    };

    private static string ToDoOf(ProcurementRoute route) => route switch
    {
        ProcurementRoute.StateOwnedEnterprise => "招标控制价已经评审，请按照国有企业相关规定组织实施，签订合同后登记合同。",
        ProcurementRoute.GovernmentProcurement => "政府采购计划已经备案，请及时依法办理采购，签订合同后登记合同。",
        _ => "采购预算未达到政府采购限额标准，请按照内部采购规定办理，签订合同后登记合同。",
    };
}
