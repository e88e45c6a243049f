namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// Computes due dates; no other code does (民法典 第二百条至第二百零四条). Pure. Orchestrators call it through the activity <c>ComputeDeadline</c>,
/// because a year's calendar may be published while they run.
/// </summary>
public static class DeadlineRules
{
    /// <summary>The default days before the last day on which reminders are sent; 0 is the last day itself.</summary>
    public static readonly IReadOnlyList<int> DefaultReminderDays = [7, 3, 1, 0];

    /// <summary>The time of day at which mails are sent, at +08:00.</summary>
    public static readonly TimeOnly ReminderTime = new(9, 0);

    /// <summary>The days before the last day from which the light is 黄.</summary>
    public const int YellowDays = 3;

    /// <summary>
    /// Returns the deadline of a period that starts on <paramref name="from"/>. If one period follows another, pass the last day of the
    /// earlier one.
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
    /// Returns the last day of a period. A weekend or holiday moves to the next working day (第二百零三条), except for <see cref="FixedDate"/>.
    /// Never shorter than the period, so minimum periods (publicity, trial run) hold.
    /// </summary>
    public static DateOnly LastDay(Period period, DateOnly from, WorkCalendar calendar) => period switch
    {
        FixedDate date => date.Day,
        WorkingDays days => calendar.AddWorkingDays(from, days.Count),
        _ => calendar.WorkingDayOnOrAfter(NominalLastDay(period, from)),
    };

    /// <summary>
    /// Returns the instants of the reminders in order: at 09:00 of the days before the last day and of the last day. Omits those before
    /// <paramref name="after"/>, so a short period has fewer.
    /// </summary>
    public static IReadOnlyList<DateTimeOffset> Reminders(Deadline deadline, DateTimeOffset after, IReadOnlyList<int>? daysBefore = null) =>
        [.. (daysBefore ?? DefaultReminderDays)
            .Select(days => ChinaTime.At(deadline.LastDay.AddDays(-days), ReminderTime))
            .Where(at => at > after && at < deadline.Due)
            .Distinct()
            .Order()];

    /// <summary>Returns the next reminder of an overdue deadline: 09:00 of a working day after <paramref name="after"/>.</summary>
    public static DateTimeOffset NextOverdueReminder(Deadline deadline, DateTimeOffset after, WorkCalendar calendar)
    {
        var from = after > deadline.Due ? after : deadline.Due;
        var at = ChinaTime.At(calendar.WorkingDayOnOrAfter(ChinaTime.DayOf(from)), ReminderTime);
        return at > after ? at : ChinaTime.At(calendar.NextWorkingDay(ChinaTime.DayOf(from)), ReminderTime);
    }

    /// <summary>
    /// Returns the light at an instant: 红 from the due instant, 黄 from three days before or if <paramref name="behindPlan"/>, 蓝 from the
    /// first reminder.
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

    /// <summary>Returns the later instants at which <see cref="LightAt"/> changes through time alone, in order.</summary>
    public static IReadOnlyList<DateTimeOffset> LightChanges(Deadline deadline, DateTimeOffset after, IReadOnlyList<int>? daysBefore = null)
    {
        var first = (daysBefore ?? DefaultReminderDays).DefaultIfEmpty(0).Max();
        DateTimeOffset[] changes = [LightFrom(deadline, first), LightFrom(deadline, YellowDays), deadline.Due];
        return [.. changes.Where(at => at > after).Distinct().Order()];
    }

    /// <summary>Returns the days from the due instant to a late act; 0 if it was in time.</summary>
    public static int DaysOverdue(Deadline deadline, DateTimeOffset at) =>
        at < deadline.Due ? 0 : ChinaTime.DayOf(at).DayNumber - deadline.LastDay.DayNumber;

    private static DateTimeOffset LightFrom(Deadline deadline, int daysBefore) =>
        ChinaTime.At(deadline.LastDay.AddDays(-daysBefore), ReminderTime);

    /// <summary>
    /// Returns the last day before the move to a working day. AddMonths and AddYears use the month's last day if there is no corresponding
    /// one, as 第二百零二条 requires.
    /// </summary>
    internal static DateOnly NominalLastDay(Period period, DateOnly from) => period switch
    {
        Days days => from.AddDays(days.Count),
        Months months => from.AddMonths(months.Count),
        Years years => from.AddYears(years.Count),
        FixedDate date => date.Day,
        _ => throw new ArgumentOutOfRangeException(nameof(period), period, "Unknown kind of period."),
    };
}
