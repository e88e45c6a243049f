using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>补充合同 (第四十三条): all supplements together within a tenth of the original contract; the amount determines who approves.</summary>
public static class SupplementaryContract
{
    /// <summary>Runs the supplement. Input: <see cref="ActInput"/>.</summary>
    [Function(nameof(SupplementaryContract))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<ActInput>()!;
        var (project, act) = (input.Project, input.Act);
        var amount = act.Read<SupplementRequest>().Amount!.Value;
        var (failures, steps) = await context.CallActivityAsync<SupplementAdmission>(
            nameof(BuildingActivities.AdmitSupplement), input, ActivityRetry.Patient);
        if (failures.Count > 0)
        {
            await context.TellUnitAsync(
                project, "refused", failures[0].Article, $"第{act.Round}份补充合同（{Amounts.Text(amount)}）不能办理：{string.Join('；', failures.Select(failure => failure.Message))}");
            return context.Ends(StageEnd.Refused);
        }

        var outcome = await context.DecideAsync(nameof(Approval), new()
        {
            Subject = project.Subject,
            Stage = Stages.SupplementaryContract,
            Summary = $"{project.UnitName}申请签订第{act.Round}份补充合同，采购金额{Amounts.Text(amount)}：{act.Read<SupplementRequest>().Ground}",
            Steps = steps,
            Applicant = ProjectPosts.ContactOf(project.Unit),
            Lines = ProjectMails.LinesOf(project),
        });
        var agreed = outcome.Result == ApprovalResult.Agreed;
        await context.SettleAsync(
            project, $"{act.Round}", Stages.SupplementaryContract, "第四十三条",
            $"第{act.Round}份补充合同（{Amounts.Text(amount)}）{(agreed ? "审定同意" : "未予同意")}",
            new SupplementSettled(act.Round, amount, agreed ? LedgerSupplementState.Agreed : LedgerSupplementState.Refused));
        await context.TellUnitAsync(
            project, "decided", "第四十三条",
            agreed ? $"第{act.Round}份补充合同已经审定，可以与供应商签订。" : $"第{act.Round}份补充合同未予同意：{outcome.Comment}");
        return context.Ends(agreed ? StageEnd.Done : StageEnd.Refused);
    }
}
