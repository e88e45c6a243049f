using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 履约验收 (第四十八条): the unit reports its acceptance, and again after correcting what failed. With a passed report the
/// project goes into operation (第四十九条).
/// </summary>
public static class Acceptance
{
    /// <summary>Runs the stage; returns the day of operation. Input: <see cref="StageInput"/>.</summary>
    [Function(nameof(Acceptance))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (project, from) = context.GetInput<StageInput>()!;
        var toDo = "已经前置核准，请组织履约验收并提交履约验收报告。";
        for (var round = 1; ; round++)
        {
            var asked = await Asking.AskAsync(context, new()
            {
                Subject = project,
                Stage = Stages.Acceptance,
                Step = MainLineKinds.Acceptance,
                Round = round,
                Article = "第四十八条",
                ToDo = toDo,
                Post = ProjectPosts.ContactOf(project.Unit),
                Period = new Days(project.Policy.PromptDays),
                From = from,
                Escalation = ProjectPosts.Reviewers,
            });
            if (asked.Submission is null) return context.Ends(StageEnd.Cancelled);
            var report = asked.Submission.Read<AcceptanceReport>();
            if (report.Passed == true)
            {
                var operation = report.OperationFrom!.Value;
                await context.SettleAsync(
                    project, "passed", Stages.Acceptance, "第四十九条", $"履约验收合格，{operation:yyyy年M月d日}正式投入使用", new AcceptancePassed(report));
                return new(StageEnd.Done, operation);
            }

            from = ChinaTime.DayOf(asked.Submission.At);
            toDo = $"履约验收不合格，请督促整改后重新验收并提交报告（第{round + 1}次）。需要整改的问题：{report.Defects}";
        }
    }
}
