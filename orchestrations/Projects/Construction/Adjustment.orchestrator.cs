using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 项目调整 (第四十四、四十五条): 备案 if the three conditions and one of the grounds hold, otherwise 审批 by 市数字经济局 beforehand. An
/// increase above the established total also needs the approval of those who would establish the new total.
/// </summary>
public static class Adjustment
{
    /// <summary>Runs the adjustment. Input: <see cref="ActInput"/>.</summary>
    [Function(nameof(Adjustment))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<ActInput>()!;
        var (project, act) = (input.Project, input.Act);
        var request = act.Read<AdjustmentRequest>();
        var verdict = await context.CallActivityAsync<AdjustmentVerdict>(nameof(BuildingVerdictActivities.JudgeAdjustment), input, ActivityRetry.Patient);
        if (verdict.Path == AdjustmentPath.Filing)
        {
            await context.TellAsync(
                project, "filed", ProjectPosts.Reviewers, "第四十五条",
                $"项目单位调整并备案：{request.Content}（资金调整数额{Amounts.Text(request.AmountAdjusted!.Value)}）");
            await context.TellUnitAsync(project, "filed|unit", "第四十五条", $"第{act.Round}次调整已经备案，可以实施。");
            return context.Ends(StageEnd.Done);
        }

        var outcome = await context.DecideAsync(nameof(Approval), new()
        {
            Subject = project.Subject,
            Stage = Stages.Adjustment,
            Summary = $"{project.UnitName}申请第{act.Round}次调整：{request.Content}；资金调整数额{Amounts.Text(request.AmountAdjusted!.Value)}，调整后总投资{Amounts.Text(request.InvestmentAfter!.Value)}",
            Steps = verdict.Steps,
            Applicant = ProjectPosts.ContactOf(project.Unit),
            Lines = ProjectMails.LinesOf(project),
        });
        var agreed = outcome.Result == ApprovalResult.Agreed;
        if (agreed && verdict.NewTotal is { } total)
        {
            await context.SettleAsync(
                project, $"{act.Round}", Stages.Adjustment, "第四十四条", $"调整后总投资及概算：{Amounts.Text(total)}", new TotalAdjusted(total));
        }

        await context.TellUnitAsync(
            project, "decided", "第四十四条", agreed ? $"第{act.Round}次调整已经批准，可以实施。" : $"第{act.Round}次调整未获批准，不得实施：{outcome.Comment}");
        return context.Ends(agreed ? StageEnd.Done : StageEnd.Refused);
    }
}
