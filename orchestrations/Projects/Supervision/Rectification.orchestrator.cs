using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 限期整改 (第五十三条): the unit corrects and reports, the supervising unit checks. If it is overdue or insufficient, a
/// decision on 通报批评, 暂缓安排投资计划, 暂停项目建设 or 终止 follows and takes effect at once; the rectification goes on.
/// </summary>
public static class Rectification
{
    /// <summary>Runs the rectification. Input: <see cref="ActInput"/> with a <see cref="RectificationOrder"/>.</summary>
    [Function(nameof(Rectification))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<ActInput>()!;
        var (project, number) = (input.Project, input.Act.Round);
        var order = input.Act.Read<RectificationOrder>();
        await context.SettleAsync(
            project, $"{number}|ordered", Stages.Rectification, "第五十三条", $"要求限期整改：{order.Finding}", new RectificationSet(number, Open: true));

        Period period = new FixedDate(order.Until!.Value);
        var toDo = $"请限期整改：{order.Finding}。整改要求：{order.Requirement}";
        for (var round = 1; ; round++)
        {
            var report = Asking.AskAsync(context, ReportOf(project, number, round, toDo, period));
            if (!await InTimeAsync(context, input, order, round, period, report))
            {
                // The end of the project also cancels the request; its watch must not outlive it.
                await report;
                return context.Ends(StageEnd.Cancelled);
            }

            if ((await report).Submission is not { } submission) return context.Ends(StageEnd.Cancelled);

            var outcome = await context.DecideAsync($"{nameof(Approval)}:{round}", StageSteps.OneStep(
                project, Stages.Rectification, $"{Stages.Rectification}{number}.review", Act.Review, ProjectPosts.Reviewers,
                new WorkingDays(project.Policy.SignatureWorkingDays), "第五十三条",
                $"{project.UnitName}报告整改情况：{submission.Read<RectificationReport>().Report}", ProjectPosts.ReviewersSuperior, round,
                ChinaTime.DayOf(submission.At)));
            if (outcome.Result == ApprovalResult.Agreed)
            {
                await context.SettleAsync(
                    project, $"{number}|done", Stages.Rectification, "第五十三条", $"第{number}次整改合格", new RectificationSet(number, Open: false));
                await TellDoneAsync(context, project, number);
                return context.Ends(StageEnd.Done);
            }

            if (outcome.Result == ApprovalResult.Withdrawn) return context.Ends(StageEnd.Cancelled);
            if (outcome.Result == ApprovalResult.Refused && await SanctionAsync(context, project, order, number, round, "整改后仍不符合要求"))
                return context.Ends(StageEnd.Cancelled);
            toDo = $"整改仍不符合要求，请继续整改：{outcome.Comment}";
            period = new Days(project.Policy.PromptDays);
        }
    }

    /// <summary>Waits for the report; if it is overdue, has the sanctions decided. Returns false if they end the project.</summary>
    private static async Task<bool> InTimeAsync(
        TaskOrchestrationContext context, ActInput input, RectificationOrder order, int round, Period period, Task<AskResult> report)
    {
        var (project, number) = (input.Project, input.Act.Round);
        var deadline = await context.CallActivityAsync<Deadline>(
            nameof(DeadlineActivities.ComputeDeadline),
            new DeadlineQuestion(Stages.Rectification, "第五十三条", period, context.Today()),
            ActivityRetry.Patient);
        DateTimeOffset? due = deadline.Due;
        do
        {
            if (await context.UntilAsync(due.Value, report)) return true;
            due = await context.CallActivityAsync<DateTimeOffset?>(
                nameof(RectificationActivities.ReadReportDue),
                new ReportQuestion(project.Id, SupervisionKinds.ReportOf(number), round, context.Now()), ActivityRetry.Patient);
            // The report arrived or the project ended just now.
            if (due is null) return true;
        }
        while (due > context.Now());

        return !await SanctionAsync(context, project, order, number, round, "逾期不整改");
    }

    private static Task TellDoneAsync(TaskOrchestrationContext context, ProjectRef project, int number) =>
        context.TellUnitAsync(
            project, "done", "第五十三条", $"第{number}次整改审查合格。没有其他整改事项的，暂缓安排投资计划的处理同时解除；暂停建设的由市数字经济局决定恢复。");

    /// <summary>Has the sanctions decided and applies them; returns true if the project has ended.</summary>
    private static async Task<bool> SanctionAsync(
        TaskOrchestrationContext context, ProjectRef project, RectificationOrder order, int number, int round, string ground)
    {
        var asked = await Asking.AskAsync(context, new()
        {
            Subject = project,
            Stage = Stages.Rectification,
            Step = SupervisionKinds.SanctionOf(number),
            Round = round,
            Article = "第五十三条",
            ToDo = $"第{number}次整改{ground}（{order.Finding}），请决定处理方式。",
            Post = ProjectPosts.Reviewers,
            Period = new WorkingDays(project.Policy.SignatureWorkingDays),
            Escalation = ProjectPosts.ReviewersSuperior,
        });
        if (asked.Submission is null) return true;
        var decision = asked.Submission.Read<SanctionDecision>();
        var effects = await context.CallActivityAsync<SanctionEffects>(
            nameof(RectificationActivities.JudgeSanction), new SanctionQuestion(order.Matter!.Value, decision.Sanctions!), ActivityRetry.Patient);
        var text = string.Join('、', decision.Sanctions!.Distinct().Order().Select(sanction => sanction switch
        {
            Sanction.Criticism => "通报批评",
            Sanction.HoldPlan => "暂缓安排投资计划",
            Sanction.PauseConstruction => "暂停项目建设",
            _ => "终止项目",
        }));
        await context.SettleAsync(
            project, $"{number}|{round}|sanctioned", Stages.Rectification, "第五十三条", $"{ground}，{text}：{decision.Ground}",
            new Sanctioned(number, round, effects, decision.Ground!));
        await context.TellUnitAsync(project, $"sanctioned|{round}", "第五十三条", $"因{ground}，决定{text}：{decision.Ground}");
        await context.CallActivityAsync(
            nameof(RectificationActivities.ApplySanction),
            new ApplySanction(project, number, round, effects, decision.Ground!, asked.Submission.By, context.Now()),
            ActivityRetry.Patient);
        return effects.Terminated;
    }

    private static SubmissionRequest ReportOf(ProjectRef project, int number, int round, string toDo, Period period) => new()
    {
        Subject = project,
        Stage = Stages.Rectification,
        Step = SupervisionKinds.ReportOf(number),
        Round = round,
        Article = "第五十三条",
        ToDo = toDo,
        Post = ProjectPosts.ContactOf(project.Unit),
        Period = period,
        Escalation = ProjectPosts.Reviewers,
    };
}
