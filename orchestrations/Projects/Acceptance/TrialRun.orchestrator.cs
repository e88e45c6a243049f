using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 试运行 (第四十七条): the unit records its start; it lasts at least one month, never less. Nobody has to act before its end,
/// so the period is shown but has no watch.
/// </summary>
public static class TrialRun
{
    /// <summary>Runs the stage. Input: <see cref="StageInput"/> with the day of completion.</summary>
    [Function(nameof(TrialRun))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (project, _) = context.GetInput<StageInput>()!;
        var over = context.WaitForExternalEvent<object?>(SubmissionEvents.Over);
        var started = await Asking.AskAsync(context, new()
        {
            Subject = project,
            Stage = Stages.TrialRun,
            Step = MainLineKinds.TrialRunStart,
            Article = "第四十七条",
            ToDo = "项目建设完成，请开展试运行并登记开始日期，时间不低于1个月。",
            Post = ProjectPosts.ContactOf(project.Unit),
        });
        if (started.Submission is null) return context.Ends(StageEnd.Cancelled);
        var day = started.Submission.Read<TrialRunStart>().StartedOn!.Value;
        var minimum = (await context.SettleAsync(
            project, "started", Stages.TrialRun, "第四十七条", $"试运行开始（{day:yyyy年M月d日}）", new TrialRunStarted(day))).TrialRun!;

        var plan = PlanOf(project, minimum) with { Owner = context.InstanceId };
        await context.CallActivityAsync(
            nameof(ShownDeadlineActivities.ShowDeadline), new ShownDeadline(plan, context.Now()), ActivityRetry.Patient);
        var cancelled = await context.UntilAsync(minimum.Due, over);
        await context.CallActivityAsync<DeadlineOutcome>(
            nameof(DeadlineActivities.CloseDeadline),
            new DeadlineEnd(plan, context.Now(), cancelled ? DeadlineState.Cancelled : DeadlineState.Done),
            ActivityRetry.Patient);
        return cancelled ? context.Ends(StageEnd.Cancelled) : new(StageEnd.Done, minimum.LastDay);
    }

    private static WatchPlan PlanOf(ProjectRef project, Deadline minimum) => new()
    {
        Subject = project.Id,
        Step = DeadlineKey.Of(Stages.TrialRun),
        Title = project.Name,
        ToDo = "试运行",
        Unit = project.Unit,
        Deadline = minimum,
        Responsible = [],
    };
}
