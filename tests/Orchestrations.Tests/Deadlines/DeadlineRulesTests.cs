using Dazhou.Serverless.Deadlines;

namespace Orchestrations.Tests.Deadlines;

public sealed class DeadlineRulesTests
{
    private static readonly WorkCalendar Calendar = WorkCalendar.Default;

    [Theory]
    // Seven full days: published on the 2nd, public to the end of the 9th.
    [InlineData("7 days", "2026-03-02", "2026-03-09")]
    // The sixty days count from the publicity's last day, which is not counted.
    [InlineData("60 days", "2026-03-09", "2026-05-08")]
    [InlineData("10 days", "2026-03-10", "2026-03-20")]
    // A Saturday moves to Monday, a Saturday that is worked stays.
    [InlineData("7 days", "2026-02-28", "2026-03-09")]
    [InlineData("7 days", "2026-02-07", "2026-02-14")]
    // Into Spring Festival and National Day: to the first day worked after them.
    [InlineData("7 days", "2026-02-09", "2026-02-24")]
    [InlineData("10 days", "2026-09-22", "2026-10-08")]
    [InlineData("1 month", "2026-09-05", "2026-10-08")]
    // A Sunday that is worked before National Day stays.
    [InlineData("7 days", "2026-09-13", "2026-09-20")]
    [InlineData("30 working days", "2026-03-10", "2026-04-22")]
    [InlineData("30 working days", "2026-02-09", "2026-03-27")]
    [InlineData("1 working day", "2026-09-30", "2026-10-08")]
    // Months: the corresponding day, or the month's last (第二百零二条).
    [InlineData("1 month", "2026-01-15", "2026-02-24")]
    [InlineData("1 month", "2024-01-31", "2024-02-29")]
    [InlineData("1 month", "2023-01-31", "2023-02-28")]
    [InlineData("1 month", "2026-03-31", "2026-04-30")]
    [InlineData("12 months", "2024-02-29", "2025-02-28")]
    [InlineData("1 year", "2024-02-29", "2025-02-28")]
    [InlineData("1 year", "2025-03-02", "2026-03-02")]
    // A date that a document names stays, also on a Saturday.
    [InlineData("2026-10-31", "2026-09-01", "2026-10-31")]
    public void LastDay_OfAPeriod_IsWhereTheCodePutsIt(string period, string from, string last)
    {
        var deadline = Compute(period, from);
        Assert.Equal(DateOnly.Parse(last), deadline.LastDay);
        Assert.Equal(DateTimeOffset.Parse(last + "T00:00:00+08:00").AddDays(1), deadline.Due);
        Assert.False(deadline.Provisional);
    }

    [Theory]
    [InlineData("1 year", "2026-03-02", "2027-03-02")]
    [InlineData("7 days", "2026-12-25", "2027-01-04")]
    [InlineData("30 working days", "2026-12-01", "2027-01-13")]
    [InlineData("2027-10-31", "2026-12-01", "2027-10-31")]
    public void Compute_BeyondThePublishedYears_IsProvisional(string period, string from, string last)
    {
        var deadline = Compute(period, from);
        Assert.Equal(DateOnly.Parse(last), deadline.LastDay);
        Assert.True(deadline.Provisional);
    }

    [Fact]
    public void DueInstant_BelongsToTheNextDay()
    {
        var deadline = Compute("7 days", "2026-03-02");
        Assert.Equal(0, DeadlineRules.DaysOverdue(deadline, deadline.Due.AddTicks(-1)));
        Assert.Equal(1, DeadlineRules.DaysOverdue(deadline, deadline.Due));
        Assert.Equal(2, DeadlineRules.DaysOverdue(deadline, deadline.Due.AddDays(1)));
    }

    [Fact]
    public void Reminders_OfSixtyDays_AreSevenThreeOneAndNoneDaysBeforeAtNine()
    {
        var deadline = Compute("60 days", "2026-03-09");
        Assert.Equal(
            ["2026-05-01T09:00:00+08:00", "2026-05-05T09:00:00+08:00", "2026-05-07T09:00:00+08:00", "2026-05-08T09:00:00+08:00"],
            Texts(DeadlineRules.Reminders(deadline, ChinaTime.StartOf(deadline.From))));
    }

    [Fact]
    public void Reminders_OfAShortPeriod_LeaveOutThosePassedBefore()
    {
        var deadline = Compute("2 days", "2026-03-02");
        Assert.Equal(
            ["2026-03-03T09:00:00+08:00", "2026-03-04T09:00:00+08:00"],
            Texts(DeadlineRules.Reminders(deadline, DateTimeOffset.Parse("2026-03-02T10:30:00+08:00"))));
    }

    [Fact]
    public void Reminders_ByAPolicy_AreThose() =>
        Assert.Equal(
            ["2026-04-08T09:00:00+08:00", "2026-05-08T09:00:00+08:00"],
            Texts(DeadlineRules.Reminders(Compute("60 days", "2026-03-09"), DateTimeOffset.MinValue, [0, 30])));

    [Theory]
    // Due at the end of Friday 8 May: Saturday 9 May 2026 is worked, Sunday is not.
    [InlineData("2026-05-09T00:00:00+08:00", "2026-05-09T09:00:00+08:00")]
    [InlineData("2026-05-09T09:00:00+08:00", "2026-05-11T09:00:00+08:00")]
    [InlineData("2026-05-11T08:59:59+08:00", "2026-05-11T09:00:00+08:00")]
    [InlineData("2026-05-11T09:00:01+08:00", "2026-05-12T09:00:00+08:00")]
    // Asked before it is due, it names the first one after.
    [InlineData("2026-03-09T00:00:00+08:00", "2026-05-09T09:00:00+08:00")]
    public void NextOverdueReminder_ComesEachWorkingDayAtNine(string after, string next) =>
        Assert.Equal(
            DateTimeOffset.Parse(next),
            DeadlineRules.NextOverdueReminder(Compute("60 days", "2026-03-09"), DateTimeOffset.Parse(after), Calendar));

    [Theory]
    [InlineData("2026-05-01T08:59:59+08:00", Light.None)]
    [InlineData("2026-05-01T09:00:00+08:00", Light.Blue)]
    [InlineData("2026-05-05T08:59:59+08:00", Light.Blue)]
    [InlineData("2026-05-05T09:00:00+08:00", Light.Yellow)]
    [InlineData("2026-05-08T23:59:59+08:00", Light.Yellow)]
    [InlineData("2026-05-09T00:00:00+08:00", Light.Red)]
    public void LightAt_AsTheDayComesNearer_TurnsBlueYellowRed(string at, Light light)
    {
        var deadline = Compute("60 days", "2026-03-09");
        Assert.Equal(light, DeadlineRules.LightAt(deadline, DateTimeOffset.Parse(at)));
        Assert.Equal(light < Light.Yellow ? Light.Yellow : light, DeadlineRules.LightAt(deadline, DateTimeOffset.Parse(at), behindPlan: true));
    }

    [Fact]
    public void LightChanges_AreExactlyTheInstantsAtWhichItChanges()
    {
        var deadline = Compute("60 days", "2026-03-09");
        foreach (var at in DeadlineRules.LightChanges(deadline, ChinaTime.StartOf(deadline.From)))
            Assert.NotEqual(DeadlineRules.LightAt(deadline, at.AddTicks(-1)), DeadlineRules.LightAt(deadline, at));
        Assert.Equal(3, DeadlineRules.LightChanges(deadline, ChinaTime.StartOf(deadline.From)).Count);
        Assert.Empty(DeadlineRules.LightChanges(deadline, deadline.Due));
    }

    [Fact]
    public void ChinaTime_OfUtcEvening_IsTheNextDay()
    {
        var utc = new DateTime(2026, 3, 9, 16, 0, 0, DateTimeKind.Utc);
        Assert.Equal(new DateOnly(2026, 3, 10), ChinaTime.DayOf(utc));
        Assert.Equal(ChinaTime.StartOf(new DateOnly(2026, 3, 10)), ChinaTime.At(utc));
        Assert.Equal(TimeSpan.FromHours(8), ChinaTime.At(new DateTimeOffset(utc)).Offset);
    }

    private static Deadline Compute(string period, string from) =>
        DeadlineRules.Compute("Stage", "第一条", Period.Parse(period), DateOnly.Parse(from), Calendar);

    private static IEnumerable<string> Texts(IEnumerable<DateTimeOffset> instants) => instants.Select(at => at.ToString("yyyy-MM-ddTHH:mm:sszzz"));
}
