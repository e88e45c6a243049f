using Dazhou.Serverless.Mail;

namespace Dazhou.Serverless.Deadlines;

/// <summary>What reminds a person of one matter within the week of a digest; pure.</summary>
/// <param name="Plan">The matter.</param>
/// <param name="Today">The reminders of the digest's own day, whatever they tell.</param>
/// <param name="Later">Those of the six days after it that tell no change of colour and nothing urgent.</param>
internal sealed record DigestWeek(WatchPlan Plan, IReadOnlyList<MailOrder> Today, IReadOnlyList<MailOrder> Later)
{
    /// <summary>How many days a digest speaks for, its own included.</summary>
    public const int Days = 7;

    /// <summary>Of those, the notices of what is overdue that come once in the week.</summary>
    public IEnumerable<MailOrder> Notices => Later.Where(_ => Plan.Overdue == OverdueRhythm.Weekly)
        .Where(order => order.Message is DeadlineReminded { Light: Light.Red });

    /// <summary>The first of them; null if there is none.</summary>
    public MailOrder? First => Today.Count > 0 ? Today[0] : Later.Count > 0 ? Later[0] : null;

    /// <summary>Lives a deadline's watch through the week: exactly what it will order as it wakes, if nothing changes until then.</summary>
    /// <param name="row">The deadline as it stands.</param>
    /// <param name="person">Who is reminded.</param>
    /// <param name="at">When the watch wakes first, as it announced.</param>
    /// <param name="day">The digest's day.</param>
    /// <param name="calendar">The working days.</param>
    public static DigestWeek Of(DeadlineRow row, string person, DateTimeOffset at, DateOnly day, WorkCalendar calendar)
    {
        var (today, later) = (new List<MailOrder>(), new List<MailOrder>());
        var told = row.Light;
        DateTimeOffset? wakes = at;
        for (var after = at.AddTicks(-1); wakes is { } now && ChinaTime.DayOf(now) < day.AddDays(Days); after = now)
        {
            var step = WatchRules.Check(row, after, now, calendar);
            foreach (var order in step.Mails.Where(mail => mail.To.Person == person && mail.Message is DeadlineReminded))
            {
                if (ChinaTime.DayOf(now) == day)
                    today.Add(order);
                else if (order.Message is DeadlineReminded { Urgent: false } message && message.Light == told)
                    later.Add(order);
                told = step.Row.Light;
            }

            (row, wakes) = (step.Row, step.NextAt);
        }

        return new(row.Plan, today, later);
    }

    /// <summary>What the digest lists: each reminder of its day, or the first of the later ones as it stands that day.</summary>
    public IEnumerable<ListedReminder> Listed(DateOnly day)
    {
        var later = Later.Select(order => order.Key).ToArray();
        var shown = Today.Count > 0 ? Today : [.. Later.Take(1)];
        return shown.Select(order => new ListedReminder(order.Subject, order.Key, AsOf((DeadlineReminded)order.Message, day)) { Later = later });
    }

    private static DeadlineReminded AsOf(DeadlineReminded message, DateOnly day) =>
        message with { DaysLeft = message.Deadline.LastDay.DayNumber - day.DayNumber };
}
