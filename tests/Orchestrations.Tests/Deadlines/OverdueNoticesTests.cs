using Dazhou.Serverless.Deadlines;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Deadlines;

/// <summary>When people hear of what is overdue, and who. Friday 8 May 2026 is a last day; Saturday the 9th is worked.</summary>
public sealed class OverdueNoticesTests
{
    private static readonly DateTimeOffset Due = DateTimeOffset.Parse("2026-05-09T00:00:00+08:00");

    [Theory]
    [InlineData("2026-05-08T23:59:59.999", 0, "2026-05-09")]
    [InlineData("2026-05-09T08:59:59", 0, "2026-05-09")]
    // The 16th is a Saturday that is off: the first week is told on Monday, the second again counts from the 9th.
    [InlineData("2026-05-09T09:00:00", 1, "2026-05-18")]
    [InlineData("2026-05-18T08:59:59", 1, "2026-05-18")]
    [InlineData("2026-05-18T09:00:00", 2, "2026-05-25")]
    [InlineData("2027-05-07T12:00:00", 52, "2027-05-10")]
    public void Next_AtEachBoundary_IsNineOfTheExpectedDay(string after, int week, string day) => Assert.Equal(
        new OverdueNotice(week, DateTimeOffset.Parse($"{day}T09:00:00+08:00")), OverdueNotices.Next(Due, DateTimeOffset.Parse($"{after}+08:00"), WorkCalendar.Default));

    [Fact]
    public void Next_TwoWeeksWithinOneHoliday_AreToldOnceAsTheLater()
    {
        // Spring Festival 2026 is 15 to 23 February. What is overdue since Sunday 8 February, a day off, is first told on Monday the 9th,
        // so that its weeks end on the 16th and on the 23rd: both are told on the 24th.
        var since = DateTimeOffset.Parse("2026-02-08T00:00:00+08:00");

        var notices = OverdueNotices.Between(since, since.AddTicks(-1), since.AddDays(25), WorkCalendar.Default);

        Assert.Equal(["0 02-09", "2 02-24", "3 03-02"], notices.Select(notice => $"{notice.Week} {notice.At:MM-dd}"));
    }

    [Theory]
    [InlineData("2026-05-11T08:00:00", "2026-05-11")]
    [InlineData("2026-05-11T09:00:00", "2026-05-12")]
    public void Next_OpenedWhenAlreadyOverdue_BeginsWithItsOwnDay(string opened, string day) => Assert.Equal(
        new OverdueNotice(0, DateTimeOffset.Parse($"{day}T09:00:00+08:00")),
        OverdueNotices.Next(DateTimeOffset.Parse($"{opened}+08:00"), DateTimeOffset.Parse($"{opened}+08:00"), WorkCalendar.Default));

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "office")]
    [InlineData(2, "office superior")]
    [InlineData(3, "office superior vice-mayor")]
    [InlineData(50, "office superior vice-mayor")]
    public void ReadersOf_EachWeek_AreMore(int week, string readers) => Assert.Equal(
        readers, string.Join(' ', OverdueNotices.ReadersOf(week, Plan("superior"), new("", ["holder", "office"], ["vice-mayor"]))));

    [Fact]
    public void ReadersOf_WhoIsNamedTwiceOrMustAct_HearsOnce() => Assert.Equal(
        ["superior"], OverdueNotices.ReadersOf(9, Plan("superior", "superior", "holder"), new("", ["superior"], ["superior", "holder"])));

    [Property(Arbitrary = [typeof(TimeArbitraries)])]
    public bool Between_AnyStart_IsOneMorningEachWeekOnWorkingDays(DateOnly day, PositiveInt minutes)
    {
        var since = ChinaTime.StartOf(day).AddMinutes(minutes.Get % 1440);
        var notices = OverdueNotices.Between(since, since, since.AddDays(200), WorkCalendar.Default).ToList();
        return notices[0].Week == 0
            && notices.All(notice => WorkCalendar.Default.IsWorkingDay(ChinaTime.DayOf(notice.At)) && ChinaTime.At(notice.At).TimeOfDay == new TimeSpan(9, 0, 0))
            && notices.Zip(notices.Skip(1)).All(pair => pair.First.At < pair.Second.At && pair.First.Week < pair.Second.Week)
            // Never more than one a week, and never fewer than the holidays take away: none is further off than ten days.
            && notices.All(notice => notice.At >= notices[0].At.AddDays(7 * notice.Week) && notice.At < notices[0].At.AddDays((7 * notice.Week) + 10));
    }

    [Property(Arbitrary = [typeof(TimeArbitraries)])]
    public bool Next_AfterAnyInstant_IsTheFirstOfAllThatComesLater(DateOnly day, PositiveInt hours)
    {
        var since = ChinaTime.StartOf(day);
        var after = since.AddHours(hours.Get % (24 * 150));
        return OverdueNotices.Next(since, after, WorkCalendar.Default)
            == OverdueNotices.Between(since, since.AddTicks(-1), since.AddDays(170), WorkCalendar.Default).First(notice => notice.At > after);
    }

    [Property]
    public bool ReadersOf_ALaterWeek_ContainThoseOfAnEarlier(NonNegativeInt a, NonNegativeInt b, string[] office, string[] above, string[] leadership)
    {
        var (earlier, later) = (Math.Min(a.Get, b.Get), Math.Max(a.Get, b.Get));
        var (plan, audience) = (Plan(above), new OverdueAudience("", office, leadership));
        return !OverdueNotices.ReadersOf(earlier, plan, audience).Except(OverdueNotices.ReadersOf(later, plan, audience), StringComparer.Ordinal).Any();
    }

    private static WatchPlan Plan(params string[] escalation) => new()
    {
        Subject = "s",
        Step = DeadlineKey.Of("t"),
        Title = "",
        ToDo = "",
        Unit = "u",
        Deadline = DeadlineRules.Compute("S", "第一条", new Days(60), new DateOnly(2026, 3, 9), WorkCalendar.Default),
        Responsible = [new("holder")],
        Escalation = escalation,
        Overdue = OverdueRhythm.Weekly,
    };
}
