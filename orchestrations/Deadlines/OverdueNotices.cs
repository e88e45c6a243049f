using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Deadlines;

/// <summary>How often people hear of what is overdue.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OverdueRhythm>))]
public enum OverdueRhythm
{
    /// <summary>Whoever must act, each working day. Watches that began before <see cref="Weekly"/> was there go on so.</summary>
    EachWorkingDay,

    /// <summary>On the day, then each week more people, see <see cref="OverdueNotices"/>.</summary>
    Weekly,
}

/// <summary>Whom a notice reaches beside whoever must act.</summary>
/// <param name="Responsible">who must act, as shown to people</param>
/// <param name="Office">whoever acts for a responsible person who is absent or left, and the office of that person's unit, by person</param>
/// <param name="Leadership">分管领导 of the unit in whose list the deadline stands, by person</param>
public sealed record OverdueAudience(string Responsible, IReadOnlyList<string> Office, IReadOnlyList<string> Leadership)
{
    /// <summary>Nobody else.</summary>
    public static OverdueAudience None { get; } = new(string.Empty, [], []);
}

/// <summary>A notice of what is overdue.</summary>
/// <param name="Week">0 for that of the first day, then the number of whole weeks since</param>
/// <param name="At">when it goes out, at +08:00</param>
public sealed record OverdueNotice(int Week, DateTimeOffset At);

/// <summary>
/// When people hear of what is overdue, and who; pure. It is told on the day on which it becomes overdue, at nine of the first working
/// day from the due instant on; then every seven days from that day on, each on a working day. Whoever must act hears each time. The
/// others join week by week: the office after one week, whoever the step names for its escalation after two, 分管领导 after three.
/// That the escalation contact also hears on the first day, once and with 知悉, is not this rule's but of every rhythm.
/// What more than <see cref="DigestLimit"/> allows comes as one digest a week.
/// The regulation names periods and who answers for them, not how often to remind: the rhythm is a choice of ours.
/// </summary>
public static class OverdueNotices
{
    private const int Week = 7;

    /// <summary>The office joins after so many weeks.</summary>
    public const int OfficeFrom = 1;

    /// <summary>Whom the step names for its escalation joins again after so many weeks.</summary>
    public const int EscalationFrom = 2;

    /// <summary>分管领导 joins after so many weeks.</summary>
    public const int LeadershipFrom = 3;

    /// <summary>How many days a link lives at least that a notice brings.</summary>
    public const int LinkDays = 14;

    /// <summary>Since when a deadline counts as overdue for its notices: the due instant, or when it was opened if that was later.</summary>
    public static DateTimeOffset Since(DeadlineRow row) => row.OpenedAt > row.Deadline.Due ? row.OpenedAt : row.Deadline.Due;

    /// <summary>The first notice after an instant. Weeks whose day is off move to the same working day, and are then told as the last of them.</summary>
    /// <param name="since">since when it is overdue</param>
    /// <param name="after">the instant</param>
    /// <param name="calendar">the working days</param>
    public static OverdueNotice Next(DateTimeOffset since, DateTimeOffset after, WorkCalendar calendar)
    {
        var first = First(since, calendar);
        // A notice moves by less than two weeks, whatever the holidays.
        var week = Math.Max(0, ((ChinaTime.DayOf(after).DayNumber - first.DayNumber) / Week) - 2);
        while (AtOf(week) <= after) week++;
        var at = AtOf(week);
        while (AtOf(week + 1) == at) week++;
        return new(week, at);

        DateTimeOffset AtOf(int number) => ChinaTime.At(calendar.WorkingDayOnOrAfter(first.AddDays(number * Week)), DeadlineRules.ReminderTime);
    }

    /// <summary>The notices after an instant, up to and including another, in order.</summary>
    public static IEnumerable<OverdueNotice> Between(DateTimeOffset since, DateTimeOffset after, DateTimeOffset at, WorkCalendar calendar)
    {
        for (var notice = Next(since, after, calendar); notice.At <= at; notice = Next(since, notice.At, calendar))
            yield return notice;
    }

    /// <summary>Who hears after so many weeks beside whoever must act, each once.</summary>
    public static IReadOnlyList<string> ReadersOf(int week, WatchPlan plan, OverdueAudience audience) =>
    [
        .. (week >= OfficeFrom ? audience.Office : [])
            .Concat(week >= EscalationFrom ? plan.Escalation : [])
            .Concat(week >= LeadershipFrom ? audience.Leadership : [])
            .Distinct(StringComparer.Ordinal)
            .Where(person => plan.Responsible.All(contact => contact.Person != person)),
    ];

    /// <summary>The first day: the working day on or after that of the instant; the next one if nine o'clock is over.</summary>
    private static DateOnly First(DateTimeOffset since, WorkCalendar calendar)
    {
        var day = calendar.WorkingDayOnOrAfter(ChinaTime.DayOf(since));
        return ChinaTime.At(day, DeadlineRules.ReminderTime) > since ? day : calendar.NextWorkingDay(day);
    }
}
