using Dazhou.Serverless.Mail;

namespace Dazhou.Serverless.Deadlines;

/// <summary>The reminders of one deadline to a person within the week of a digest. Pure.</summary>
/// <param name="Plan">the plan of the deadline</param>
/// <param name="Today">all reminders on the day of the digest</param>
/// <param name="Later">the reminders of the six days after it that report no change of light and are not urgent</param>
internal sealed record DigestWeek(WatchPlan Plan, IReadOnlyList<MailOrder> Today, IReadOnlyList<MailOrder> Later)
{
    /// <summary>The number of days that a digest covers, including its own.</summary>
    public const int Days = 7;

    /// <summary>The weekly notices of overdue tasks among <see cref="Later"/>.</summary>
    public IEnumerable<MailOrder> Notices => Later.Where(_ => Plan.Overdue == OverdueRhythm.Weekly)
        .Where(order => order.Message is DeadlineReminded { Light: Light.Red });

    /// <summary>The first reminder; null if there is none.</summary>
    public MailOrder? First => Today.Count > 0 ? Today[0] : Later.Count > 0 ? Later[0] : null;

    /// <summary>Simulates a deadline's watch through the week: the reminders that it will order if nothing changes.</summary>
    /// <param name="row">the deadline's row</param>
    /// <param name="person">the person who is reminded</param>
    /// <param name="at">the announced time of the watch's next check</param>
    /// <param name="day">the day of the digest</param>
    /// <param name="calendar">the working days</param>
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

    /// <summary>Returns what the digest lists: all reminders of its day, otherwise the first later one as of that day.</summary>
    public IEnumerable<ListedReminder> Listed(DateOnly day)
    {
        var later = Later.Select(order => order.Key).ToArray();
        var shown = Today.Count > 0 ? Today : [.. Later.Take(1)];
        return shown.Select(order => new ListedReminder(order.Subject, order.Key, AsOf((DeadlineReminded)order.Message, day)) { Later = later });
    }

    private static DeadlineReminded AsOf(DeadlineReminded message, DateOnly day) =>
        message with { DaysLeft = message.Deadline.LastDay.DayNumber - day.DayNumber };
}
