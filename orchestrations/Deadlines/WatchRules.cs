using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Deadlines;

/// <summary>The result of a check of a deadline.</summary>
/// <param name="Row">the row to write</param>
/// <param name="Entries">the audit entries, to be added before the row is written</param>
/// <param name="Mails">the mails to send</param>
/// <param name="NextAt">the time of the next check; null to wait for an event while it is paused or closed</param>
internal sealed record WatchStep(DeadlineRow Row, IReadOnlyList<AuditEntry> Entries, IReadOnlyList<MailOrder> Mails, DateTimeOffset? NextAt);

/// <summary>
/// Decides what to do about a deadline for the interval between two checks. Pure. The mails follow from the interval and the deadline
/// alone, not from what the row says was sent, so that a check repeated after a crash gives the same ones. Several reminders in one
/// interval (after an outage) become one. The activity puts the other readers of overdue notices into the row beforehand.
/// </summary>
internal static class WatchRules
{
    /// <summary>The natural days after the due instant in which a warning may be acknowledged.</summary>
    private const int AcknowledgeDays = 60;

    public static WatchStep Check(DeadlineRow row, DateTimeOffset after, DateTimeOffset at, WorkCalendar calendar)
    {
        if (row.IsClosed || row.State == DeadlineState.Paused)
            return new(row, [], [], NextAt: null);

        var days = row.Plan.ReminderDays;
        var light = DeadlineRules.LightAt(row.Deadline, at, days, row.BehindPlan);
        var next = row with { Light = light, State = light == Light.Red ? DeadlineState.Overdue : DeadlineState.Open };
        var entries = light == row.Light ? [] : new[] { Changed(row, light, at) };
        return new(next, entries, Mails(next, row.Light, after, at, calendar), Next(next, at, calendar));
    }

    private static List<MailOrder> Mails(DeadlineRow row, Light before, DateTimeOffset after, DateTimeOffset at, WorkCalendar calendar)
    {
        var mails = new List<MailOrder>();
        if (row.Light == Light.Red && row.Plan.Overdue == OverdueRhythm.Weekly)
            return Notices(row, after, at, calendar);
        if (row.Light == Light.Red)
        {
            // The light turns 红 at midnight; mails about it are sent at nine on the next and each later working day.
            var slot = DeadlineRules.NextOverdueReminder(row.Deadline, Later(after, row.Deadline.Due.AddTicks(-1)), calendar);
            if (slot > at)
                return mails;
            var first = DeadlineRules.NextOverdueReminder(row.Deadline, row.Deadline.Due.AddTicks(-1), calendar);
            // The mail about turning 红 is urgent; the reminders of the following days are not.
            mails.AddRange(row.Plan.Responsible.Select(contact => Remind(row, contact, at, slot, urgent: slot == first)));
            if (slot == first)
                mails.AddRange(row.Plan.Escalation.Distinct(StringComparer.Ordinal).Select(person => Escalate(row, person)));
            return mails;
        }

        var reminder = DeadlineRules.Reminders(row.Deadline, after, row.Plan.ReminderDays).LastOrDefault(slot => slot <= at);
        if (reminder != default)
            mails.AddRange(row.Plan.Responsible.Select(contact => Remind(row, contact, at, reminder)));
        else if (row.Light > before)
            mails.AddRange(row.Plan.Responsible.Select(contact => Remind(row, contact, at, at)));
        return mails;
    }

    private static List<MailOrder> Notices(DeadlineRow row, DateTimeOffset after, DateTimeOffset at, WorkCalendar calendar)
    {
        var mails = new List<MailOrder>();
        var notices = OverdueNotices.Between(OverdueNotices.Since(row), after, at, calendar).ToList();
        if (notices.Count == 0)
            return mails;
        var (first, last) = (notices[0], notices[^1]);
        mails.AddRange(row.Plan.Responsible.Select(contact => Remind(row, Living(contact, last.At), at, last.At, urgent: first.Week == 0)));
        var readers = OverdueNotices.ReadersOf(last.Week, row.Plan, row.Audience ?? OverdueAudience.None);
        // The report of the first day tells them the same, with more urgency.
        var reported = first.Week == 0 ? row.Plan.Escalation.Distinct(StringComparer.Ordinal).ToList() : [];
        mails.AddRange(reported.Select(person => Escalate(row, person)));
        mails.AddRange(readers.Except(reported, StringComparer.Ordinal).Select(person => Urge(row, person, at, last.At)));
        return mails;
    }

    /// <summary>A notice brings a link that still opens, however long the deadline has been over.</summary>
    private static DeadlineContact Living(DeadlineContact contact, DateTimeOffset at) =>
        contact.Link is null ? contact : contact with { Link = Living(contact.Link, at) };

    private static LinkRequest Living(LinkRequest link, DateTimeOffset at) =>
        link with { Expires = Later(link.Expires, at.AddDays(OverdueNotices.LinkDays)) };

    private static DateTimeOffset Next(DeadlineRow row, DateTimeOffset at, WorkCalendar calendar) =>
        row.Light == Light.Red && row.Plan.Overdue == OverdueRhythm.Weekly ? OverdueNotices.Next(OverdueNotices.Since(row), at, calendar).At
        : row.Light == Light.Red
            ? DeadlineRules.NextOverdueReminder(row.Deadline, at, calendar)
            : DeadlineRules.Reminders(row.Deadline, at, row.Plan.ReminderDays)
                .Concat(DeadlineRules.LightChanges(row.Deadline, at, row.Plan.ReminderDays))
                .Min();

    private static AuditEntry Changed(DeadlineRow row, Light light, DateTimeOffset at) => new()
    {
        Subject = row.Plan.Subject,
        Key = $"deadline|{row.Plan.Step}|{light}|{at:yyyyMMddHHmmss}",
        At = at,
        Actor = AuditEntry.System,
        Action = light switch
        {
            Light.Red => $"逾期（红灯）：{row.Plan.ToDo}",
            Light.Yellow => $"临期（黄灯）：{row.Plan.ToDo}",
            Light.Blue => $"将到期（蓝灯）：{row.Plan.ToDo}",
            _ => $"期限解除预警：{row.Plan.ToDo}",
        },
        Article = row.Deadline.Article,
        Stage = row.Deadline.Stage,
        Detail = $"期限至{row.Deadline.LastDay:yyyy年M月d日}24时{(row.Deadline.Provisional ? "（暂定）" : "")}",
    };

    private static MailOrder Remind(DeadlineRow row, DeadlineContact contact, DateTimeOffset at, DateTimeOffset slot, bool urgent = false) => new()
    {
        Subject = row.Plan.Subject,
        Key = $"deadline|{row.Plan.Step}|{slot:yyyyMMddHHmm}|{contact.Person}",
        To = MailRecipient.Of(contact.Person),
        Message = new DeadlineReminded
        {
            Title = row.Plan.Title,
            ToDo = row.Plan.ToDo,
            Until = row.Deadline.Due,
            Article = row.Deadline.Article,
            Link = contact.Link,
            Urgent = urgent,
            Deadline = row.Deadline,
            Light = row.Light,
            DaysLeft = row.Deadline.LastDay.DayNumber - ChinaTime.DayOf(at).DayNumber,
        },
    };

    /// <summary>Tells somebody who need not act that another is late, and who.</summary>
    private static MailOrder Urge(DeadlineRow row, string person, DateTimeOffset at, DateTimeOffset slot)
    {
        var order = Remind(row, new(person, Living(EscalationLinkOf(row, person), slot)), at, slot);
        return order with
        {
            Message = (DeadlineReminded)order.Message with { ToDo = UrgeOf(row), Responsible = row.Audience?.Responsible ?? string.Empty },
        };
    }

    private static MailOrder Escalate(DeadlineRow row, string person) => new()
    {
        Subject = row.Plan.Subject,
        Key = $"deadline|{row.Plan.Step}|overdue|{row.Deadline.Due:yyyyMMdd}|{person}",
        To = MailRecipient.Of(person),
        Message = new DeadlineEscalated
        {
            Title = row.Plan.Title,
            ToDo = UrgeOf(row),
            Until = row.Deadline.Due,
            Article = row.Deadline.Article,
            Link = EscalationLinkOf(row, person),
            Deadline = row.Deadline,
            // Filled in by the activity, which asks the directory.
            Responsible = string.Empty,
            Urgent = true,
        },
    };

    private static string UrgeOf(DeadlineRow row) => $"以下事项已逾期，请督促办理：{row.Plan.ToDo}";

    /// <summary>The link of a report: the plan's for whom the plan names, one to say 知悉 for everybody else.</summary>
    private static LinkRequest EscalationLinkOf(DeadlineRow row, string person) =>
        row.Plan.EscalationLink is { } link && row.Plan.Escalation.Contains(person)
            ? link with { Person = person }
            : new()
            {
                Purpose = DeadlineLinks.Acknowledge,
                Subject = row.Plan.Subject,
                Step = row.Plan.Step.ToString(),
                Person = person,
                Expires = row.Deadline.Due.AddDays(AcknowledgeDays),
            };

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
