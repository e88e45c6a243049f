using System.Globalization;
using System.Text;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Mail;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>The content of a mail before rendering. Text and HTML are both made from it, so that they cannot differ.</summary>
public sealed record MailLetter
{
    /// <summary>The subject line.</summary>
    public required string Subject { get; init; }

    /// <summary>The name of the recipient, as addressed.</summary>
    public required string Reader { get; init; }

    /// <summary>The task, or what happened.</summary>
    public required IReadOnlyList<string> Paragraphs { get; init; }

    /// <summary>Labels and values: subject, due date, article.</summary>
    public required IReadOnlyList<MailLine> Facts { get; init; }

    /// <summary>The items of a digest; empty in other mails.</summary>
    public IReadOnlyList<LetterItem> Items { get; init; } = [];

    /// <summary>The link; null if nothing is to be done.</summary>
    public ComposedLink? Action { get; init; }

    /// <summary>The note about the link; null if there is none.</summary>
    public string? Footnote { get; init; }

    /// <summary>Creates the letter of a message.</summary>
    public static MailLetter Of(MailMessage message, MailAddress to, Uri? link, LinkKinds kinds)
    {
        List<MailLine> facts = [new("事项", message.Title), .. message.Lines];
        if (message is DecisionConfirmed confirmed)
        {
            facts.Add(new("您的意见", confirmed.Decision));
            facts.Add(new("记录时间", OfficeText.Time(confirmed.DecidedAt)));
            if (!string.IsNullOrWhiteSpace(confirmed.Comment))
                facts.Add(new("附言", confirmed.Comment));
        }

        if (message is DeadlineEscalated { Responsible: var late })
            facts.Add(new("责任人", late));
        else if (message is DeadlineReminded { Responsible: { } urged })
            facts.Add(new("责任人", urged));
        if (message.Until is { } until)
            facts.Add(new("办理期限", OfficeText.Due(until)));
        if (message.Article is { Length: > 0 } article)
            facts.Add(new("依据", article));

        return new MailLetter
        {
            Subject = OneLine($"【{SubjectTag(message)}】{message.Title}"),
            Reader = to.Name,
            Paragraphs = [message.ToDo],
            Facts = facts,
            Action = link is null ? null : new ComposedLink(ActionOf(message, kinds), link.ToString()),
            Footnote = link is null || message.Link is null ? null : kinds.Of(message.Link.Purpose).Note,
        };
    }

    /// <summary>Creates the letter of a digest: one item after another, each with its link.</summary>
    public static MailLetter OfDigest(ReminderDigest digest, MailAddress to, IReadOnlyList<Uri?> links, LinkKinds kinds)
    {
        var items = digest.Reminders.Select((reminder, i) => new LetterItem(
            $"【{SubjectTag(reminder.Message)}】{reminder.Message.Title}",
            reminder.Message.ToDo,
            [
                .. reminder.Message.Responsible is { } late ? [new MailLine("责任人", late)] : Array.Empty<MailLine>(),
                new("办理期限", OfficeText.Due(reminder.Message.Deadline.Due)), new("依据", reminder.Message.Deadline.Article),
            ],
            links[i] is { } link ? new ComposedLink(ActionOf(reminder.Message, kinds), link.ToString()) : null)).ToList();
        return new MailLetter
        {
            Subject = OneLine($"【一周提醒】{digest.Title}"),
            Reader = to.Name,
            Paragraphs = [digest.ToDo],
            Facts = [],
            Items = items,
            Footnote = items.Any(item => item.Action is not null) ? LinkKind.UsualNote : null,
        };
    }

    /// <summary>Renders the text part. Text that people wrote stays on its line, so that it cannot imitate lines of ours, such as a link.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(Reader).AppendLine("：").AppendLine();
        foreach (var paragraph in Paragraphs)
            text.AppendLine(OneLine(paragraph)).AppendLine();
        foreach (var fact in Facts)
            text.Append(fact.Label).Append('：').AppendLine(OneLine(fact.Value));
        foreach (var item in Items)
        {
            text.AppendLine(OneLine(item.Heading)).AppendLine(OneLine(item.ToDo));
            foreach (var fact in item.Facts)
                text.Append(fact.Label).Append('：').AppendLine(OneLine(fact.Value));
            if (item.Action is not null)
                text.Append(item.Action.Text).Append('：').AppendLine(item.Action.Href);
            text.AppendLine();
        }

        if (Action is not null)
            text.AppendLine().Append(Action.Text).AppendLine("：").AppendLine(Action.Href);
        if (Footnote is not null)
            text.AppendLine().AppendLine(Footnote);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string SubjectTag(MailMessage message) => message switch
    {
        ApprovalRequested request => $"待{request.Act}",
        DecisionConfirmed confirmed => $"已记录：{confirmed.Decision}",
        DocumentRequested request => $"待提交：{request.Document}",
        DeadlineReminded { Responsible: not null, DaysLeft: var days } => string.Create(CultureInfo.InvariantCulture, $"督促：已逾期{-days}天"),
        DeadlineReminded { DaysLeft: > 0 and var days } => string.Create(CultureInfo.InvariantCulture, $"还有{days}天到期"),
        DeadlineReminded { DaysLeft: 0 } => "今天到期",
        DeadlineReminded { DaysLeft: var days } => string.Create(CultureInfo.InvariantCulture, $"已逾期{-days}天"),
        DeadlineEscalated => "逾期报告",
        LinkRenewed => "新链接",
        SignInOffered => "登录",
        ConfirmationWanted wanted => $"请确认：{wanted.What}",
        QuestionAsked => "待答复",
        _ => "通知",
    };

    private static string ActionOf(MailMessage message, LinkKinds kinds) => message switch
    {
        { Link: null } => "打开页面",
        // The recipient of a report about another person's delay decides about it.
        DeadlineEscalated or DeadlineReminded { Responsible: not null } when message.Link!.Purpose != DeadlineLinks.Acknowledge => "打开并办理",
        { Link.Purpose: var purpose } => kinds.Of(purpose).Action,
    };

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>An item of a digest.</summary>
/// <param name="Heading">The state and title.</param>
/// <param name="ToDo">The task.</param>
/// <param name="Facts">The due date and article.</param>
/// <param name="Action">The link; null if there is none.</param>
public sealed record LetterItem(string Heading, string ToDo, IReadOnlyList<MailLine> Facts, ComposedLink? Action);
