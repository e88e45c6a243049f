namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// The one place that computes due dates (民法典 第二百条至第二百零四条). Pure; orchestrators call it through
/// the activity <c>ComputeDeadline</c>, because the calendar of a year may arrive while they run.
/// </summary>
public static class DeadlineRules
{
    /// <summary>Reminders go out this many days before the last day, unless a policy says otherwise; 0 is the last day itself.</summary>
    public static readonly IReadOnlyList<int> DefaultReminderDays = [7, 3, 1, 0];

    /// <summary>When in the day mails go out.</summary>
    public static readonly TimeOnly ReminderTime = new(9, 0);

    /// <summary>黄 begins this many days before the last day.</summary>
    public const int YellowDays = 3;

    /// <summary>
    /// The deadline of a period that starts on <paramref name="from"/>. When one period follows another,
    /// <paramref name="from"/> is the last day of the earlier one.
    /// </summary>
    public static Deadline Compute(string stage, string article, Period period, DateOnly from, WorkCalendar calendar)
    {
        var last = LastDay(period, from, calendar);
        return new Deadline
        {
            Stage = stage,
            Article = article,
            Period = period,
            From = from,
            Due = ChinaTime.StartOf(last.AddDays(1)),
            Provisional = !calendar.IsPublished(last),
        };
    }

    /// <summary>
    /// The last day, counted to its end. A last day that is a weekend or holiday moves to the next working day
    /// (第二百零三条); only <see cref="FixedDate"/> stays. Never earlier than the period itself, so a minimum
    /// period (publicity, trial run) is never shortened.
    /// </summary>
    public static DateOnly LastDay(Period period, DateOnly from, WorkCalendar calendar) => period switch
    {
        FixedDate date => date.Day,
        WorkingDays days => calendar.AddWorkingDays(from, days.Count),
        _ => calendar.WorkingDayOnOrAfter(NominalLastDay(period, from)),
    };

    /// <summary>
    /// The instants at which reminders go out, in order: at 09:00 of the days before and of the last day itself.
    /// Those before <paramref name="after"/> are left out, so a short period has fewer.
    /// </summary>
    public static IReadOnlyList<DateTimeOffset> Reminders(Deadline deadline, DateTimeOffset after, IReadOnlyList<int>? daysBefore = null) =>
        [.. (daysBefore ?? DefaultReminderDays)
            .Select(days => ChinaTime.At(deadline.LastDay.AddDays(-days), ReminderTime))
            .Where(at => at > after && at < deadline.Due)
            .Distinct()
            .Order()];

    /// <summary>The next reminder of an overdue deadline: 09:00 of a working day after <paramref name="after"/>.</summary>
    public static DateTimeOffset NextOverdueReminder(Deadline deadline, DateTimeOffset after, WorkCalendar calendar)
    {
        var from = after > deadline.Due ? after : deadline.Due;
        var at = ChinaTime.At(calendar.WorkingDayOnOrAfter(ChinaTime.DayOf(from)), ReminderTime);
        return at > after ? at : ChinaTime.At(calendar.NextWorkingDay(ChinaTime.DayOf(from)), ReminderTime);
    }

    /// <summary>
    /// The light at an instant: 红 from the due instant, 黄 from three days before or when <paramref name="behindPlan"/>,
    /// 蓝 from the first reminder on.
    /// </summary>
    public static Light LightAt(Deadline deadline, DateTimeOffset at, IReadOnlyList<int>? daysBefore = null, bool behindPlan = false)
    {
        if (at >= deadline.Due)
            return Light.Red;
        if (behindPlan || at >= LightFrom(deadline, YellowDays))
            return Light.Yellow;
        var first = (daysBefore ?? DefaultReminderDays).DefaultIfEmpty(0).Max();
        return at >= LightFrom(deadline, first) ? Light.Blue : Light.None;
    }

    /// <summary>Every later instant at which <see cref="LightAt"/> changes by time alone, in order.</summary>
    public static IReadOnlyList<DateTimeOffset> LightChanges(Deadline deadline, DateTimeOffset after, IReadOnlyList<int>? daysBefore = null)
    {
        var first = (daysBefore ?? DefaultReminderDays).DefaultIfEmpty(0).Max();
        DateTimeOffset[] changes = [LightFrom(deadline, first), LightFrom(deadline, YellowDays), deadline.Due];
        return [.. changes.Where(at => at > after).Distinct().Order()];
    }

    /// <summary>How many days after the due instant an act came; 0 if it came in time.</summary>
    public static int DaysOverdue(Deadline deadline, DateTimeOffset at) =>
        at < deadline.Due ? 0 : ChinaTime.DayOf(at).DayNumber - deadline.LastDay.DayNumber;

    private static DateTimeOffset LightFrom(Deadline deadline, int daysBefore) =>
        ChinaTime.At(deadline.LastDay.AddDays(-daysBefore), ReminderTime);

    /// <summary>The last day before it moves to a working day. AddMonths and AddYears end on the month's last day where there is no corresponding one, as 第二百零二条 says.</summary>
    internal static DateOnly NominalLastDay(Period period, DateOnly from) => period switch
    {
        Days days => from.AddDays(days.Count),
        Months months => from.AddMonths(months.Count),
        Years years => from.AddYears(years.Count),
        FixedDate date => date.Day,
        _ => throw new ArgumentOutOfRangeException(nameof(period), period, "Unknown kind of period."),
    };
}
