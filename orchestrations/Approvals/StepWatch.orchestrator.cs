using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Approvals;

/// <summary>Watches the deadline of a step while it waits for its approvers.</summary>
internal static class StepWatch
{
    public static DeadlineWatchHandle Start(
        TaskOrchestrationContext context, ApprovalRequest request, ApprovalStep step, int round, OpenedStep opened, IReadOnlyList<string> asked)
    {
        var deadline = opened.Deadline!;
        return DeadlineWatch.Start(context, new WatchPlan
        {
            Subject = request.Subject.Id,
            Step = DeadlineKey.Of(new StepRound(step.Key, round)),
            Title = request.Subject.Title,
            ToDo = $"请{step.Act.Chinese()}：{request.Summary}",
            Unit = opened.Unit,
            Deadline = deadline,
            Responsible =
            [
                .. asked.Select(person => new DeadlineContact(
                    person, ApprovalMails.Link(ApprovalLinks.Decide, request, step, round, person, deadline.Due))),
            ],
            Escalation = opened.Escalation is null ? [] : [opened.Escalation],
            ReminderDays = opened.ReminderDays,
            Overdue = OverdueRhythm.Weekly,
        });
    }
}
