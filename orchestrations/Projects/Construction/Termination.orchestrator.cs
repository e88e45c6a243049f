using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>终止项目建设 (第四十六条第二款): the unit applies, 市数字经济局 verifies, and those who established the project agree, since 市委市政府 decides by amount.</summary>
public static class Termination
{
    /// <summary>Runs the application; Done means terminated. Input: <see cref="ActInput"/>.</summary>
    [Function(nameof(Termination))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<ActInput>()!;
        var (project, act) = (input.Project, input.Act);
        var request = act.Read<TerminationRequest>();
        await context.SettleAsync(
            project, $"asked|{act.Round}", Stages.Termination, "第四十六条", "申请终止项目建设", new TerminationAsked(true));
        var steps = await context.CallActivityAsync<IReadOnlyList<ApprovalStep>>(nameof(BuildingVerdictActivities.PlanTermination), input, ActivityRetry.Patient);
        var outcome = await context.DecideAsync(nameof(Approval), new()
        {
            Subject = project.Subject,
            Stage = Stages.Termination,
            Summary = $"{project.UnitName}申请终止项目建设：{request.Ground}",
            Steps = steps,
            Applicant = ProjectPosts.ContactOf(project.Unit),
            Lines = ProjectMails.LinesOf(project),
        });
        if (outcome.Result != ApprovalResult.Agreed)
        {
            await context.SettleAsync(
                project, $"refused|{act.Round}", Stages.Termination, "第四十六条", "终止申请未获同意", new TerminationAsked(false));
            await context.TellUnitAsync(project, "refused", "第四十六条", $"终止申请未获同意，请继续建设：{outcome.Comment}");
            return context.Ends(StageEnd.Refused);
        }

        await context.CallActivityAsync(
            nameof(BuildingActivities.EndProject),
            new ProjectEnd(project.Id, context.Now(), Stages.Termination, "第四十六条", request.Ground),
            ActivityRetry.Patient);
        await context.TellUnitAsync(project, "terminated", "第四十六条", "市委市政府同意终止项目建设，请办理合同和资金的清理。");
        return context.Ends(StageEnd.Done);
    }
}
