using Dazhou.Serverless.Deadlines;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Deadlines;

/// <summary>Days from 2023 to 2030, so that published and unpublished years and their border are met.</summary>
public static class TimeArbitraries
{
    private static readonly DateOnly First = new(2023, 1, 1);

    public static Arbitrary<DateOnly> Day() => Arb.From(Gen.Choose(0, 8 * 365).Select(First.AddDays));

    public static Arbitrary<Period> AnyPeriod() => Arb.From(Gen.OneOf(
        Gen.Choose(1, 400).Select(count => (Period)new Days(count)),
        Gen.Choose(1, 120).Select(count => (Period)new WorkingDays(count)),
        Gen.Choose(1, 30).Select(count => (Period)new Months(count)),
        Gen.Choose(1, 3).Select(count => (Period)new Years(count))));
}

[Properties(Arbitrary = [typeof(TimeArbitraries)])]
public sealed class DeadlineProperties
{
    private static readonly WorkCalendar Calendar = WorkCalendar.Default;

    [Property]
    public bool LastDay_OfACountedPeriod_IsAWorkingDay(Period period, DateOnly from) =>
        Calendar.IsWorkingDay(DeadlineRules.LastDay(period, from, Calendar));

    [Property]
    public bool LastDay_OfAFixedDate_IsThatDay(DateOnly day, DateOnly from) =>
        DeadlineRules.LastDay(new FixedDate(day), from, Calendar) == day;

    [Property]
    public bool LastDay_NeverShortensThePeriod(Period period, DateOnly from) =>
        DeadlineRules.LastDay(period, from, Calendar) >= period switch
        {
            Days days => from.AddDays(days.Count),
            WorkingDays days => from.AddDays(days.Count),
            Months months => from.AddMonths(months.Count),
            _ => from.AddYears(((Years)period).Count),
        };

    [Property]
    public bool LastDay_MovesOverDaysOffOnly(Period period, DateOnly from)
    {
        if (period is WorkingDays)
            return true;
        var nominal = DeadlineRules.NominalLastDay(period, from);
        var last = DeadlineRules.LastDay(period, from, Calendar);
        return Enumerable.Range(0, last.DayNumber - nominal.DayNumber).All(i => !Calendar.IsWorkingDay(nominal.AddDays(i)));
    }

    [Property]
    public bool LastDay_OfALaterStart_IsNotEarlier(Period period, DateOnly a, DateOnly b)
    {
        var (earlier, later) = a <= b ? (a, b) : (b, a);
        return DeadlineRules.LastDay(period, earlier, Calendar) <= DeadlineRules.LastDay(period, later, Calendar);
    }

    [Property]
    public bool LastDay_OfMoreDays_IsNotEarlier(DateOnly from, PositiveInt count)
    {
        var n = (count.Get % 300) + 1;
        return DeadlineRules.LastDay(new Days(n), from, Calendar) <= DeadlineRules.LastDay(new Days(n + 1), from, Calendar)
            && DeadlineRules.LastDay(new WorkingDays(n), from, Calendar) < DeadlineRules.LastDay(new WorkingDays(n + 1), from, Calendar);
    }

    [Property]
    public bool StartDay_IsNeverCounted(DateOnly from) =>
        DeadlineRules.LastDay(new WorkingDays(1), from, Calendar) > from && DeadlineRules.LastDay(new Days(1), from, Calendar) > from;

    [Property]
    public bool AddWorkingDays_AndBack_ReturnsToAWorkingDay(DateOnly day, int count)
    {
        var start = Calendar.WorkingDayOnOrAfter(day);
        var n = count % 250;
        return Calendar.AddWorkingDays(Calendar.AddWorkingDays(start, n), -n) == start;
    }

    [Property]
    public bool CountWorkingDays_OfAddedDays_IsTheirNumber(DateOnly day, PositiveInt count)
    {
        var n = count.Get % 250;
        return Calendar.CountWorkingDays(day, Calendar.AddWorkingDays(day, n)) == n;
    }

    [Property]
    public bool CountWorkingDays_OverTwoSpans_AddsUp(DateOnly a, DateOnly b, DateOnly c)
    {
        DateOnly[] days = [.. new[] { a, b, c }.Order()];
        return Calendar.CountWorkingDays(days[0], days[2])
            == Calendar.CountWorkingDays(days[0], days[1]) + Calendar.CountWorkingDays(days[1], days[2]);
    }

    [Property]
    public bool Reminders_LieInOrderBetweenStartAndDue(Period period, DateOnly from)
    {
        var deadline = DeadlineRules.Compute("S", "第一条", period, from, Calendar);
        var start = ChinaTime.At(from, new TimeOnly(10, 0));
        var reminders = DeadlineRules.Reminders(deadline, start);
        return reminders.SequenceEqual(reminders.Distinct().Order())
            && reminders.All(at => at > start && at < deadline.Due)
            && reminders[^1] == ChinaTime.At(deadline.LastDay, new TimeOnly(9, 0));
    }

    [Property]
    public bool Provisional_MeansTheLastDaysYearIsNotPublished(Period period, DateOnly from)
    {
        var deadline = DeadlineRules.Compute("S", "第一条", period, from, Calendar);
        return deadline.Provisional == (deadline.LastDay.Year > 2026);
    }

    [Property]
    public bool Resume_OnTheDayOfThePause_ChangesNothing(Period period, DateOnly from, PositiveInt after)
    {
        var row = Row(period, from);
        var at = ChinaTime.At(from.AddDays(after.Get % 60), new TimeOnly(15, 0));
        var paused = row with { State = DeadlineState.Paused, PausedAt = at };
        return DeadlineShift.Resume(paused, at.AddHours(1), Calendar).Deadline == row.Deadline;
    }

    [Property]
    public bool Resume_Later_LeavesAsMuchAsWasLeft(Period period, DateOnly from, PositiveInt after, PositiveInt length)
    {
        var row = Row(period, from);
        var pausedOn = from.AddDays(after.Get % 60);
        var resumedOn = pausedOn.AddDays((length.Get % 90) + 1);
        var paused = row with { State = DeadlineState.Paused, PausedAt = ChinaTime.StartOf(pausedOn) };
        var resumed = DeadlineShift.Resume(paused, ChinaTime.StartOf(resumedOn), Calendar);
        if (period is WorkingDays)
        {
            var left = Calendar.CountWorkingDays(pausedOn, row.Deadline.LastDay);
            return left == 0 ? resumed.Deadline == row.Deadline : Calendar.CountWorkingDays(resumedOn, resumed.Deadline.LastDay) == left;
        }

        var days = DeadlineRules.NominalLastDay(period, from).DayNumber - pausedOn.DayNumber;
        return days <= 0
            ? resumed.Deadline == row.Deadline
            : resumed.Deadline.LastDay == Calendar.WorkingDayOnOrAfter(resumedOn.AddDays(days));
    }

    private static DeadlineRow Row(Period period, DateOnly from) => DeadlineShift.Open(
        new WatchPlan
        {
            Subject = "s",
            Step = DeadlineKey.Of("t"),
            Title = "",
            ToDo = "",
            Unit = "u",
            Deadline = DeadlineRules.Compute("S", "第一条", period, from, Calendar),
            Responsible = [],
        },
        ChinaTime.StartOf(from),
        instanceId: null);
}
