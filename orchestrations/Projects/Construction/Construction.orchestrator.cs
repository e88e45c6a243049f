using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 项目建设 (第四十二条至第四十六条): one year from the contract, with a monthly link for the progress report and, in parallel,
/// supplements, adjustments, trouble reports, pauses and the application to terminate. Ends with the completion report,
/// once all parallel acts have ended.
/// </summary>
public static class Construction
{
    /// <summary>Runs the stage. Input: <see cref="StageInput"/> with the date of the contract.</summary>
    [Function(nameof(Construction))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (project, signedOn) = context.GetInput<StageInput>()!;
        var ledger = await context.SettleAsync(project, "begun", Stages.Construction, "第四十二条", "项目开始建设", new BuildingSet(true));
        var inbox = new ActInbox(context, project.Id, BuildingKinds.Acts);
        var acts = new ConstructionActs(context, project);
        acts.Begin(ledger);
        var progress = new MonthlyProgress(context, project, signedOn);
        var completion = Asking.AskAsync(context, CompletionOf(project, signedOn));
        var patience = new Patience();
        // If the contract was recorded late, past months are not requested.
        await progress.SkipAsync();

        while (true)
        {
            if (acts.Paused) await progress.SkipAsync();
            foreach (var act in await inbox.TakeAsync()) await acts.HandleAsync(act);
            await acts.CollectAsync();
            if (acts.Terminated) await completion;
            if (!acts.Paused && !completion.IsCompleted) await progress.AskWhenDueAsync();
            if (acts.BehindAt <= context.Now()) await acts.NoteBehindPlanAsync(completion.IsCompleted);

            // Acts may have ended while the activities above were awaited; nothing else would wake the loop for them.
            if (acts.HasNews) continue;
            if (completion.IsCompleted && acts.AllEnded) break;
            var next = acts.Paused || completion.IsCompleted ? acts.BehindAt : Earlier(acts.BehindAt, progress.NextAt);
            Task[] others = completion.IsCompleted ? acts.Running : [completion, .. acts.Running];
            await patience.WaitAsync(context, inbox.Woken, next, others);
        }

        await progress.CloseAsync();
        var result = await CompleteAsync(context, project, await completion);
        await acts.AnswerLateAsync(await inbox.TakeAsync());
        return result;
    }

    private static async Task<StageResult> CompleteAsync(TaskOrchestrationContext context, ProjectRef project, AskResult completion)
    {
        if (completion.Submission is not { } submission)
        {
            await context.SettleAsync(project, "over", Stages.Construction, "第四十六条", "项目停止建设", new BuildingSet(false));
            return context.Ends(StageEnd.Cancelled);
        }

        var day = submission.Read<CompletionReport>().CompletedOn!.Value;
        await context.SettleAsync(project, "completed", Stages.Construction, "第四十七条", $"项目建设完成（{day:yyyy年M月d日}）", new BuildingCompleted(day));
        return new(StageEnd.Done, day);
    }

    private static SubmissionRequest CompletionOf(ProjectRef project, DateOnly signedOn) => new()
    {
        Subject = project,
        Stage = Stages.Construction,
        Step = BuildingKinds.Completion,
        Article = "第四十二条",
        ToDo = "请督促中标商实施建设，建设完成后提交完工报告",
        Post = ProjectPosts.ContactOf(project.Unit),
        Period = new Years(project.Policy.ConstructionYears),
        From = signedOn,
        Escalation = ProjectPosts.Reviewers,
    };

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset b) => a is { } other && other < b ? other : b;
}
