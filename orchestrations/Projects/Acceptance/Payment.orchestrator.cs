using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>资金拨付 (第四十九条): the unit applies for each instalment and 市财政局 pays it; after the last one the surplus is returned (第三十一条).</summary>
public static class Payment
{
    /// <summary>Runs the stage. Input: <see cref="StageInput"/>.</summary>
    [Function(nameof(Payment))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (project, from) = context.GetInput<StageInput>()!;
        var next = new SubmissionRequest
        {
            Subject = project,
            Stage = Stages.Payment,
            Step = MainLineKinds.Payment,
            Article = "第四十九条",
            ToDo = "项目已经验收合格，请按合同约定向市财政局申报资金拨付。",
            Post = ProjectPosts.ContactOf(project.Unit),
            Period = new Days(project.Policy.PromptDays),
            From = from,
            Escalation = ProjectPosts.Treasury,
        };
        while (true)
        {
            var (end, submission, round) = await context.HandInAndDecideAsync(
                next, (application, number) => RequestFor(project, application, number), ApprovalResult.Withdrawn);
            if (end == StageEnd.Cancelled) return context.Ends(end);
            var application = submission!.Read<PaymentApplication>();
            if (end == StageEnd.Done)
            {
                await context.SettleAsync(
                    project, $"{round}", Stages.Payment, "第四十九条", $"拨付{Amounts.Text(application.Amount!.Value)}",
                    new PaymentSettled(round, application.Amount.Value, context.Today()));
                if (application.Final == true) return await SurplusAsync(context, project);
            }

            next = next with
            {
                Round = round + 1,
                // The due date of the next instalment is in the contract, which this system does not read.
                Period = end == StageEnd.Done ? null : next.Period,
                From = context.Today(),
                ToDo = end == StageEnd.Done ? "请按合同约定申报下一次资金拨付。" : "资金拨付申请未予同意，请核实后重新申报。",
            };
        }
    }

    private static async Task<StageResult> SurplusAsync(TaskOrchestrationContext context, ProjectRef project)
    {
        var surplus = (await context.ReadLedgerAsync(project)).Surplus;
        await context.SettleAsync(
            project, "surplus", Stages.Payment, "第三十一条", surplus > 0m ? $"结余{Amounts.Text(surplus)}应当退回" : "没有结余", new SurplusReturned());
        if (surplus > 0m)
        {
            await context.TellUnitAsync(
                project, "surplus", "第三十一条", "资金已全部拨付，请按照规定退回结余资金。", new MailLine("结余", Amounts.Text(surplus)));
        }

        return context.Ends(StageEnd.Done);
    }

    private static ApprovalRequest RequestFor(ProjectRef project, SubmissionRow application, int number) =>
        StageSteps.OneStep(
            project, Stages.Payment, Stages.Payment, Act.Approve, ProjectPosts.Treasury, new WorkingDays(project.Policy.PaymentWorkingDays),
            "第四十九条", $"{project.UnitName}申请第{number}次拨付{Amounts.Text(application.Read<PaymentApplication>().Amount!.Value)}（附前置核准复函和履约验收报告）",
            ProjectPosts.TreasurySuperior, number, ChinaTime.DayOf(application.At));
}
