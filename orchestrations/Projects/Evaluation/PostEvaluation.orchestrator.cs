using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 绩效评价 (第五十二条): the unit evaluates itself from the twelfth to the twenty-fourth month of operation, then 市数字经济局
/// together with 市财政局, by experts or a third party. Runs beside the payment, since its months count from the day of
/// operation.
/// </summary>
public static class PostEvaluation
{
    /// <summary>Runs the stage. Input: <see cref="StageInput"/> with the day of operation.</summary>
    [Function(nameof(PostEvaluation))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (project, operation) = context.GetInput<StageInput>()!;
        var over = context.WaitForExternalEvent<object?>(SubmissionEvents.Over);
        var window = (await context.ReadLedgerAsync(project)).Ledger.Evaluation!;
        if (!await OpenAsync(context, project, window.Opens, over)) return context.Ends(StageEnd.Cancelled);

        var self = await Asking.AskAsync(context, new()
        {
            Subject = project,
            Stage = Stages.PostEvaluation,
            Step = MainLineKinds.SelfEvaluation,
            Article = "第五十二条",
            ToDo = "项目投入运行已满12个月，请开展自评价，并将评价报告报市数字经济局和市财政局",
            Post = ProjectPosts.ContactOf(project.Unit),
            Period = window.Closes.Period,
            From = operation,
            Escalation = ProjectPosts.Reviewers,
        });
        if (self.Submission is null) return context.Ends(StageEnd.Cancelled);

        var (end, submission, _) = await context.HandInAndDecideAsync(
            new()
            {
                Subject = project,
                Stage = Stages.PostEvaluation,
                Step = MainLineKinds.EvaluationResult,
                Article = "第五十二条",
                ToDo = "自评价报告已经提交，请组织专家或者委托第三方机构开展后评价并登记结果。",
                Post = ProjectPosts.Reviewers,
                Period = new WorkingDays(project.Policy.PostEvaluationWorkingDays),
                From = ChinaTime.DayOf(self.Submission.At),
                Escalation = ProjectPosts.ReviewersSuperior,
            },
            (result, round) => StageSteps.OneStep(
                project, Stages.PostEvaluation, Stages.PostEvaluation, Act.Review, ProjectPosts.Treasury,
                new WorkingDays(project.Policy.SignatureWorkingDays), "第五十二条",
                $"市数字经济局对{project.Name}的后评价：{result.Read<PostEvaluationResult>().Conclusion}",
                ProjectPosts.TreasurySuperior, round, ChinaTime.DayOf(result.At)),
            // If 市财政局 does not agree, the evaluation is done again; it is not dropped.
            ApprovalResult.Refused, ApprovalResult.Withdrawn);
        if (end == StageEnd.Done) await ConcludeAsync(context, project, submission!.Read<PostEvaluationResult>());
        return context.Ends(end);
    }

    /// <summary>Waits out the twelve months in which nobody has to act. Returns false if the project ends in that time.</summary>
    private static async Task<bool> OpenAsync(TaskOrchestrationContext context, ProjectRef project, Deadline opens, Task over)
    {
        var plan = new WatchPlan
        {
            Subject = project.Id,
            Step = DeadlineKey.Of(Stages.PostEvaluation),
            Owner = context.InstanceId,
            Title = project.Name,
            ToDo = "投入运行满12个月后开展自评价",
            Unit = project.Unit,
            Deadline = opens,
            Responsible = [],
        };
        await context.CallActivityAsync(
            nameof(ShownDeadlineActivities.ShowDeadline), new ShownDeadline(plan, context.Now()), ActivityRetry.Patient);
        var opened = !await context.UntilAsync(opens.Due, over);
        await context.CallActivityAsync<DeadlineOutcome>(
            nameof(DeadlineActivities.CloseDeadline),
            new DeadlineEnd(plan, context.Now(), opened ? DeadlineState.Done : DeadlineState.Cancelled),
            ActivityRetry.Patient);
        return opened;
    }

    private static async Task ConcludeAsync(TaskOrchestrationContext context, ProjectRef project, PostEvaluationResult result)
    {
        var grade = EvaluationTexts.Chinese(result.Grade);
        await context.SettleAsync(
            project, "result", Stages.PostEvaluation, "第五十二条", $"后评价结果：{grade}", new EvaluationConcluded(result));
        await context.TellUnitAsync(
            project, "result", "第五十二条", $"后评价结果为{grade}，将作为下一年度安排建设和运行维护经费的重要依据：{result.Conclusion}",
            new MailLine("评价等次", grade));
    }
}
