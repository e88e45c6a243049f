using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>The deadline of the technical plan: the unit is reminded, and 市数字经济局 hears when it is overdue, with the link by which it decides.</summary>
internal static class PlanWatch
{
    public static DeadlineWatchHandle Start(TaskOrchestrationContext context, TechnicalPlanInput input, OpenedPlan opened) =>
        DeadlineWatch.Start(context, new WatchPlan
        {
            Subject = input.Project.Id,
            Step = DeadlineKey.Of(Stages.TechnicalPlan, input.Round),
            Title = input.Project.Name,
            ToDo = "请提交项目建设技术方案",
            Unit = input.Project.Unit,
            Deadline = opened.Deadline,
            Responsible = [new(opened.Contact, ProjectMails.PlanLink(input.Project, input.Round, opened))],
            Escalation = [opened.Supervisor],
            EscalationLink = new()
            {
                Purpose = LinkPurpose.Report,
                Subject = input.Project.Id,
                Step = ExtensionKinds.OverduePlan,
                Round = input.Round,
                Person = opened.Supervisor,
                Expires = opened.Deadline.Due.AddDays(180),
            },
        });
}
