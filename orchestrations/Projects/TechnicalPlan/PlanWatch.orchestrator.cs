using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>Messages about the technical plan: reminders to the unit; once overdue, a link by which 市数字经济局 decides.</summary>
internal static class PlanWatch
{
    public const string ToDo = "请提交项目建设技术方案";

    public static MailMessage Wanted(TechnicalPlanInput input, OpenedPlan opened, DateTimeOffset at) => Asking.MailOf(
        RequestOf(input, input.Round == 1
            ? "公示已经结束，请编制详细的项目建设技术方案并上传，报市数字经济局进行技术性审查。"
            : $"项目建设技术方案已经退回补正或者撤回，请修改后重新上传（第{input.Round}轮）。"),
        AskOf(input, opened), at);

    public static DeadlineWatchHandle Start(TaskOrchestrationContext context, TechnicalPlanInput input, OpenedPlan opened) => DeadlineWatch.Start(
        context,
        Asking.WatchOf(RequestOf(input, ToDo), AskOf(input, opened)) with
        {
            EscalationLink = new()
            {
                Purpose = SubmissionLinks.Report,
                Subject = input.Project.Id,
                Step = ExtensionKinds.OverduePlan,
                Round = input.Round,
                Person = opened.Supervisor,
                Expires = opened.Deadline.Due.AddDays(180),
            },
        });

    public static SubmissionRequest RequestOf(TechnicalPlanInput input, string toDo) => new()
    {
        Subject = input.Project,
        Step = Stages.TechnicalPlan,
        Round = input.Round,
        Stage = Stages.TechnicalPlan,
        ToDo = toDo,
        Article = "第三十六条",
        Post = ProjectPosts.ContactOf(input.Project.Unit),
        Period = new Days(input.Project.Policy.TechnicalPlanDays),
        From = input.From,
        Escalation = ProjectPosts.Reviewers,
        Purpose = SubmissionLinks.Upload,
    };

    private static OpenedAsk AskOf(TechnicalPlanInput input, OpenedPlan opened) => new(opened.Contact, input.Project.Unit, opened.Deadline, opened.Supervisor);
}
