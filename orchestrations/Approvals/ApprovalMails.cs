using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;

namespace Dazhou.Serverless.Approvals;

/// <summary>Builds the mails of an approval.</summary>
internal static class ApprovalMails
{
    /// <summary>
    /// The days for which a link stays valid, beyond the due date because an overdue step still waits. Afterwards a new link can be
    /// requested.
    /// </summary>
    private const int LinkDays = 60;

    public static MailMessage Asked(ApprovalRequest request, ApprovalStep step, int round, string person, OpenedStep opened, DateTimeOffset at) =>
        new ApprovalRequested
        {
            Title = request.Subject.Title,
            Act = step.Act.Chinese(),
            ToDo = step.Meeting
                ? $"请在会议{step.Act.Chinese()}后登记会议决议：{request.Summary}"
                : $"请{step.Act.Chinese()}：{request.Summary}",
            Until = opened.Deadline?.Due,
            Article = step.Article,
            Lines = round > 1 ? [.. request.Lines, new("轮次", $"第{round}轮")] : request.Lines,
            Link = Link(ApprovalLinks.Decide, request, step, round, person, opened.Deadline?.Due ?? at),
        };

    public static MailMessage OpinionWanted(ApprovalRequest request, ApprovalStep step, int round, Handover consultation, OpenedStep opened) =>
        new ApprovalRequested
        {
            Title = request.Subject.Title,
            Act = step.Act.Chinese(),
            ToDo = $"请先提出意见（加签），供{step.Act.Chinese()}时参考：{request.Summary}" + (consultation.Comment is null ? string.Empty : $"。说明：{consultation.Comment}"),
            Until = opened.Deadline?.Due,
            Article = step.Article,
            Lines = request.Lines,
            Link = Link(ApprovalLinks.Decide, request, step, round, consultation.To, opened.Deadline?.Due ?? consultation.At),
        };

    public static MailMessage OpinionGiven(ApprovalRequest request, ApprovalStep step, int round, Handover consultation, GivenDecision opinion, OpenedStep opened) =>
        new ApprovalRequested
        {
            Title = request.Subject.Title,
            Act = step.Act.Chinese(),
            ToDo = $"您征求的意见已经提出：{opinion.Decision.Chinese()}{(opinion.Comment is null ? string.Empty : $"，{opinion.Comment}")}。请{step.Act.Chinese()}：{request.Summary}",
            Until = opened.Deadline?.Due,
            Article = step.Article,
            Lines = request.Lines,
            Link = Link(ApprovalLinks.Decide, request, step, round, consultation.From, opened.Deadline?.Due ?? opinion.At),
        };

    public static MailMessage Ended(ApprovalRequest request, ApprovalOutcome outcome) =>
        new Notice
        {
            Title = request.Subject.Title,
            ToDo = $"抄送：{request.Summary}，结果为{outcome.Result.Chinese()}。",
            Article = request.Steps[^1].Article,
            Lines = request.Lines,
        };

    public static MailMessage Copied(ApprovalRequest request, ApprovalStep step, string by, GivenDecision given) =>
        new Notice
        {
            Title = request.Subject.Title,
            ToDo = $"抄送：{by}{step.Act.Chinese()}意见为{given.Decision.Chinese()}{(given.Comment is null ? string.Empty : $"：{given.Comment}")}。本邮件供您知悉，不需要办理。",
            Article = step.Article,
            Lines = [new("事由", request.Summary), .. request.Lines],
        };

    public static MailMessage Confirmed(ApprovalRequest request, ApprovalStep step, int round, GivenDecision given) =>
        new DecisionConfirmed
        {
            Title = request.Subject.Title,
            ToDo = "您的意见已经登记，无需再次提交。如不是您本人操作，请立即点击链接告知。",
            Article = step.Article,
            Decision = given.Decision.Chinese(),
            DecidedAt = given.At,
            Comment = given.Comment,
            Link = Link(ApprovalLinks.Dispute, request, step, round, given.Person, given.At),
        };

    public static MailMessage Returned(ApprovalRequest request, ApprovalStep step, int round, string applicant, StepOutcome outcome)
    {
        var reason = outcome.Decisions.FirstOrDefault(decision => decision.Decision == Decision.Return)?.Comment;
        return new DocumentRequested
        {
            Title = request.Subject.Title,
            Document = "补正材料",
            ToDo = $"{step.Act.Chinese()}意见为退回补正：{reason}。请补正后重新提交，补正期间不计入办理时限。",
            Article = step.Article,
            Lines = request.Lines,
            Link = Link(ApprovalLinks.Correct, request, step, round, applicant, outcome.ClosedAt),
        };
    }

    /// <summary>Returns the mail about a return again, with a new link.</summary>
    public static MailMessage ReturnedReminder(
        ApprovalRequest request, ApprovalStep step, int round, string applicant, StepOutcome outcome, DateTimeOffset at)
    {
        var days = ChinaTime.DayOf(at).DayNumber - ChinaTime.DayOf(outcome.ClosedAt).DayNumber;
        var first = Returned(request, step, round, applicant, outcome);
        return first with
        {
            ToDo = $"提醒：退回补正已{days}日，尚未收到补正。{first.ToDo}不再申报的，请在同一页面撤回。",
            Link = Link(ApprovalLinks.Correct, request, step, round, applicant, at),
        };
    }

    public static LinkRequest Link(
        LinkPurpose purpose, ApprovalRequest request, ApprovalStep step, int round, string person, DateTimeOffset from) =>
        new()
        {
            Purpose = purpose,
            Subject = request.Subject.Id,
            Step = step.Key,
            Round = round,
            Person = person,
            Expires = ChinaTime.At(from.AddDays(LinkDays)),
        };
}
