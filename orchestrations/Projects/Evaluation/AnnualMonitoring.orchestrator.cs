using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 绩效监控 (第五十一条): a report by the end of each year in which the project is carried out, requested on 1 December. Runs
/// beside the stages from contract to acceptance.
/// </summary>
public static class AnnualMonitoring
{
    /// <summary>Runs the monitoring; returns the number of reports received. Input: <see cref="StageInput"/>.</summary>
    [Function(nameof(AnnualMonitoring))]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (project, _) = context.GetInput<StageInput>()!;
        var over = context.WaitForExternalEvent<object?>(SubmissionEvents.Over);
        var reports = 0;
        // A project that starts in December still owes a report for that year.
        for (var year = context.Now().Year; ; year++)
        {
            var plan = await context.CallActivityAsync<MonitoringPlan>(nameof(YearPlanActivities.PlanMonitoring), year, ActivityRetry.Patient);
            if (await context.UntilAsync(plan.AskedAt, over)) break;
            var asked = await Asking.AskAsync(context, new()
            {
                Subject = project,
                Stage = Stages.AnnualMonitoring,
                Step = SupervisionKinds.Monitoring,
                Round = year,
                Article = "第五十一条",
                ToDo = $"请提交{year}年度项目绩效监控报告，报市数字经济局和市财政局",
                Post = ProjectPosts.ContactOf(project.Unit),
                Period = plan.Until,
                Escalation = ProjectPosts.Reviewers,
            });
            if (asked.Submission is null) break;
            reports++;
        }

        return reports;
    }
}
