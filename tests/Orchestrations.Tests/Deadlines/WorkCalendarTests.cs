using System.Text;
using System.Text.Json;
using Dazhou.Serverless.Deadlines;

namespace Orchestrations.Tests.Deadlines;

public sealed class WorkCalendarTests
{
    private static readonly WorkCalendar Calendar = WorkCalendar.Default;

    /// <summary>The arrangements as the State Council's notices word them: days off from-to, then the weekend days worked.</summary>
    public static TheoryData<int, string, string> Notices => new()
    {
        { 2023, "1.1-1.2 1.21-1.27 4.5 4.29-5.3 6.22-6.24 9.29-10.6", "1.28 1.29 4.23 5.6 6.25 10.7 10.8" },
        { 2024, "1.1 2.10-2.17 4.4-4.6 5.1-5.5 6.10 9.15-9.17 10.1-10.7", "2.4 2.18 4.7 4.28 5.11 9.14 9.29 10.12" },
        { 2025, "1.1 1.28-2.4 4.4-4.6 5.1-5.5 5.31-6.2 10.1-10.8", "1.26 2.8 4.27 9.28 10.11" },
        { 2026, "1.1-1.3 2.15-2.23 4.4-4.6 5.1-5.5 6.19-6.21 9.25-9.27 10.1-10.7", "1.4 2.14 2.28 5.9 9.20 10.10" },
    };

    [Theory]
    [MemberData(nameof(Notices))]
    public void PublishedYear_EveryDay_IsAsTheNoticeSays(int year, string off, string worked)
    {
        var daysOff = off.Split(' ').SelectMany(range => Range(year, range)).ToHashSet();
        var daysWorked = worked.Split(' ').SelectMany(range => Range(year, range)).ToHashSet();
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
        {
            var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            var expected = daysWorked.Contains(day) || (!daysOff.Contains(day) && !weekend);
            Assert.True(expected == Calendar.IsWorkingDay(day), $"{day:yyyy-MM-dd}");
        }
    }

    /// <summary>
    /// What is exchanged is worked: a year has its days less its weekends less the statutory holidays,
    /// 11 until 2024 and 13 from 2025.
    /// </summary>
    [Theory]
    [InlineData(2023, 11, 18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21)]
    [InlineData(2024, 11, 22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22)]
    [InlineData(2025, 13, 19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23)]
    [InlineData(2026, 13, 21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23)]
    public void PublishedYear_WorkingDaysByMonth_AreThoseOfTheArrangement(int year, int statutory, params int[] byMonth)
    {
        var counted = Enumerable.Range(1, 12).Select(month =>
            Calendar.CountWorkingDays(new DateOnly(year, month, 1).AddDays(-1), new DateOnly(year, month, 1).AddMonths(1).AddDays(-1)));
        Assert.Equal(byMonth, counted);
        var days = DateTime.IsLeapYear(year) ? 366 : 365;
        var weekends = Enumerable.Range(0, days).Count(i => new DateOnly(year, 1, 1).AddDays(i).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        Assert.Equal(days - weekends - statutory, byMonth.Sum());
    }

    [Fact]
    public void Default_Years_RunWithoutGapToTheLastPublished()
    {
        Assert.Equal([2023, 2024, 2025, 2026], Calendar.Years.Select(year => year.Year).Order());
        Assert.Equal(2026, Calendar.LastPublishedYear);
        Assert.All(Calendar.Years, year => Assert.Contains($"国务院办公厅关于{year.Year}年部分节假日安排的通知", year.Source));
    }

    [Theory]
    [InlineData("2027-01-01", false)]
    [InlineData("2027-01-04", true)]
    [InlineData("2028-05-01", false)]
    [InlineData("2028-05-02", false)]
    [InlineData("2028-05-03", true)]
    [InlineData("2030-10-02", false)]
    [InlineData("2030-10-04", true)]
    [InlineData("2027-02-08", true)]
    [InlineData("2027-05-08", false)]
    public void UnpublishedYear_KnowsWeekendsAndFixedHolidaysOnly(string day, bool works)
    {
        var date = DateOnly.Parse(day);
        Assert.False(Calendar.IsPublished(date));
        Assert.Equal(works, Calendar.IsWorkingDay(date));
    }

    [Theory]
    [InlineData("2026-02-13", 1, "2026-02-14")]
    [InlineData("2026-02-14", 1, "2026-02-24")]
    [InlineData("2026-02-14", 5, "2026-02-28")]
    [InlineData("2026-09-30", 1, "2026-10-08")]
    [InlineData("2026-10-08", -1, "2026-09-30")]
    [InlineData("2026-09-19", 1, "2026-09-20")]
    [InlineData("2026-03-07", 0, "2026-03-07")]
    [InlineData("2026-03-07", -1, "2026-03-06")]
    [InlineData("2024-02-28", 2, "2024-03-01")]
    [InlineData("2026-12-31", 1, "2027-01-04")]
    public void AddWorkingDays_OverHolidaysAndMakeUpDays_CountsThem(string from, int count, string expected) =>
        Assert.Equal(DateOnly.Parse(expected), Calendar.AddWorkingDays(DateOnly.Parse(from), count));

    [Fact]
    public void NextWorkingDay_OfAWorkingDay_IsAnotherDay()
    {
        var monday = new DateOnly(2026, 3, 2);
        Assert.Equal(monday, Calendar.WorkingDayOnOrAfter(monday));
        Assert.Equal(monday.AddDays(1), Calendar.NextWorkingDay(monday));
        Assert.Equal(new DateOnly(2026, 10, 8), Calendar.WorkingDayOnOrAfter(new DateOnly(2026, 10, 1)));
    }

    [Fact]
    public void HolidayName_OfNationalDay_IsGiven()
    {
        Assert.Equal("国庆节", Calendar.HolidayName(new DateOnly(2026, 10, 1)));
        Assert.Null(Calendar.HolidayName(new DateOnly(2026, 10, 11)));
    }

    [Fact]
    public void From_YearGivenTwice_CountsTheLast()
    {
        var year = Year("""{"year":2026,"source":"x","holidays":{"假":["2026-03-02"]},"makeUpDays":["2026-03-07"]}""");
        var calendar = WorkCalendar.From(Calendar.Years.Append(year));
        Assert.False(calendar.IsWorkingDay(new DateOnly(2026, 3, 2)));
        Assert.True(calendar.IsWorkingDay(new DateOnly(2026, 3, 7)));
        Assert.True(calendar.IsWorkingDay(new DateOnly(2026, 10, 1)));
    }

    [Theory]
    [InlineData("""{"year":2027,"source":"x","holidays":{"假":["2026-03-02"]},"makeUpDays":[]}""")]
    [InlineData("""{"year":2027,"source":"x","holidays":{},"makeUpDays":["2027-03-01"]}""")]
    [InlineData("""{"year":2027,"source":"x","holidays":{"假":["2027-03-06"]},"makeUpDays":["2027-03-06"]}""")]
    [InlineData("""{"year":2027,"source":"x","holidays":{"假":["2027-03-06"],"日":["2027-03-06"]},"makeUpDays":[]}""")]
    [InlineData("""{"year":2027,"source":"x"}""")]
    public void Read_FileThatContradictsItself_IsRefused(string json) => Assert.Throws<JsonException>(() => Year(json));

    private static CalendarYear Year(string json) => CalendarYear.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    private static IEnumerable<DateOnly> Range(int year, string range)
    {
        var ends = range.Split('-').Select(day => day.Split('.')).Select(day => new DateOnly(year, int.Parse(day[0]), int.Parse(day[1]))).ToArray();
        for (var day = ends[0]; day <= ends[^1]; day = day.AddDays(1))
            yield return day;
    }
}
