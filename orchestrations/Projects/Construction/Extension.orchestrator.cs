using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 延期 (第三十六条、第四十二条): the unit applies before its deadline expires; the supervising unit decides by link. If granted,
/// the deadline moves even if it has expired in the meantime; if refused, it stays.
/// </summary>
public static class Extension
{
    /// <summary>Runs the extension. Input: <see cref="ActInput"/> with an <see cref="ExtensionApplication"/>.</summary>
    [Function(nameof(Extension))]
    public static async Task<StageResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<ActInput>()!;
        var (project, act) = (input.Project, input.Act);
        var application = act.Read<ExtensionApplication>();
        var asked = await context.CallActivityAsync<AskedExtension?>(
            nameof(ExtensionActivities.OpenExtension), new OpenExtension(project.Id, DeadlineKey.Parse(application.Deadline!)), ActivityRetry.Patient);
        if (asked is null) return context.Ends(StageEnd.Cancelled);

        var outcome = await context.DecideAsync(nameof(Approval), RequestFor(project, act, application, asked));
        var article = asked.Deadline.Article;
        if (outcome.Result != ApprovalResult.Agreed)
        {
            await context.TellUnitAsync(
                project, "refused", article,
                outcome.Result == ApprovalResult.Withdrawn ? $"延期申请已撤回，期限不变：{asked.ToDo}" : $"延期申请未获同意，期限不变：{asked.ToDo}。{outcome.Comment}",
                [new("期限", $"{asked.Deadline.LastDay:yyyy年M月d日}")]);
            return context.Ends(StageEnd.Refused);
        }

        return await GrantAsync(
            context, project, new(project.Id, DeadlineKey.Parse(application.Deadline!), application.LastDay!.Value, act.RowKey, outcome.By[^1], outcome.At, application.Reason!, act.At))
            ? context.Ends(StageEnd.Done)
            : context.Ends(StageEnd.Refused);
    }

    /// <summary>Moves a deadline, wakes its watch and notifies the unit. Returns false if the deadline could not be moved.</summary>
    internal static async Task<bool> GrantAsync(TaskOrchestrationContext context, ProjectRef project, GrantExtension grant)
    {
        var granted = await context.CallActivityAsync<GrantedExtension>(nameof(ExtensionActivities.GrantExtension), grant, ActivityRetry.Patient);
        if (granted.Watch is { } watch) context.SendEvent(watch, DeadlineWatch.ChangedEvent, payload: null!);
        await context.TellUnitAsync(
            project, $"granted|{grant.Key}", granted.Article,
            granted.Refusal is { } refusal ? $"延期没有生效：{refusal}" : $"准予延期：{granted.ToDo}",
            granted.LastDay is { } day ? [new MailLine("期限", $"{day:yyyy年M月d日}24时"), new MailLine("理由", grant.Reason)] : []);
        return granted.Refusal is null;
    }

    private static ApprovalRequest RequestFor(ProjectRef project, SubmissionRow act, ExtensionApplication application, AskedExtension asked) =>
        new()
        {
            Subject = project.Subject,
            Stage = Stages.Extension,
            Summary = $"{project.UnitName}申请延期：{asked.ToDo}，期限由{asked.Deadline.LastDay:yyyy年M月d日}延至{application.LastDay:yyyy年M月d日}（{asked.Deadline.Article}）。理由：{application.Reason}",
            Applicant = ProjectPosts.ContactOf(project.Unit),
            Lines = ProjectMails.LinesOf(project),
            Steps =
            [
                new()
                {
                    Key = $"{Stages.Extension}{act.Round}",
                    Act = Act.Approve,
                    Approvers = [asked.By],
                    Period = new WorkingDays(project.Policy.SignatureWorkingDays),
                    Article = asked.Deadline.Article,
                    Escalation = asked.Escalation,
                },
            ],
        };
}

/// <summary>The decision of 市数字经济局 on an overdue technical plan (第三十六条).</summary>
internal static class OverduePlan
{
    public static async Task HandleAsync(TaskOrchestrationContext context, ProjectRef project, SubmissionRow act)
    {
        const string article = "第三十六条";
        var decision = act.Read<OverduePlanDecision>();
        var standing = await context.CallActivityAsync<PlanStanding>(
            nameof(ExtensionActivities.ReadOverduePlan), new ReadOverduePlan(project.Id, act.At), ActivityRetry.Patient);
        if (!standing.Waits)
        {
            // The plan was submitted, its deadline was extended or the project ended in the meantime: nothing is left to decide.
            await context.TellAsync(project, $"{act.RowKey}|moot", ProjectPosts.Reviewers, article, "项目建设技术方案已经提交、已经延期或者项目已经结束，对逾期的处理没有生效。");
            return;
        }

        if (decision.Measure == OverduePlanMeasure.Extend)
        {
            await Extension.GrantAsync(
                context, project, new(project.Id, standing.Step, decision.LastDay!.Value, act.RowKey, act.By, act.At, decision.Reason!, AppliedAt: null));
            return;
        }

        await context.TellUnitAsync(
            project, $"{act.RowKey}|lapsed", article, $"项目建设技术方案逾期未提交，项目失效，退出基本建设程序：{decision.Reason}。需要继续建设的，请重新申报。");
        await context.CallActivityAsync(
            nameof(BuildingActivities.EndProject),
            new ProjectEnd(project.Id, context.Now(), Stages.TechnicalPlan, article, decision.Reason) { Lapsed = true },
            ActivityRetry.Patient);
    }
}
