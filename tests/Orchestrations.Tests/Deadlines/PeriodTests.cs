using System.Text.Json;
using Dazhou.Serverless.Deadlines;

namespace Orchestrations.Tests.Deadlines;

public sealed class PeriodTests
{
    public static TheoryData<Period, string, string> Texts => new()
    {
        { new Days(7), "7 days", "7日" },
        { new Days(1), "1 day", "1日" },
        { new WorkingDays(30), "30 working days", "30个工作日" },
        { new WorkingDays(1), "1 working day", "1个工作日" },
        { new Months(1), "1 month", "1个月" },
        { new Months(12), "12 months", "12个月" },
        { new Years(1), "1 year", "1年" },
        { new Years(2), "2 years", "2年" },
        { new FixedDate(new DateOnly(2026, 10, 31)), "2026-10-31", "2026年10月31日" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void ToString_AndJson_AreTheSameTextAndReadBack(Period period, string text, string chinese)
    {
        Assert.Equal(text, period.ToString());
        Assert.Equal(chinese, period.Chinese);
        Assert.Equal(period, Period.Parse(text));
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(period));
        Assert.Equal(period, JsonSerializer.Deserialize<Period>($"\"{text}\""));
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize<object>(period));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("0 days")]
    [InlineData("-1 days")]
    [InlineData("7 weeks")]
    [InlineData(" 7 days")]
    [InlineData("2026-02-30")]
    [InlineData("+7 days")]
    public void Parse_AnythingElse_IsRefused(string text)
    {
        Assert.False(Period.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Period.Parse(text));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Period>(JsonSerializer.Serialize(text)));
    }

    [Fact]
    public void Json_OfAnotherKind_IsRefused() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<WorkingDays>("\"7 days\""));

    [Fact]
    public void DaysAndWorkingDays_OfOneNumber_AreNotEqual() => Assert.NotEqual<Period>(new Days(30), new WorkingDays(30));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Constructor_WithoutAnyDay_IsRefused(int count)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Days(count));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Months(count));
    }

    [Fact]
    public void Deadline_Json_HasNoComputedPartAndReadsBack()
    {
        var deadline = DeadlineRules.Compute("Publicity", "35", new Days(7), new DateOnly(2026, 3, 2), WorkCalendar.Default);
        var json = JsonSerializer.Serialize(deadline, JsonSerializerOptions.Web);
        Assert.Equal(
            """{"stage":"Publicity","article":"35","period":"7 days","from":"2026-03-02","due":"2026-03-10T00:00:00+08:00","provisional":false}""",
            json);
        Assert.Equal(deadline, JsonSerializer.Deserialize<Deadline>(json, JsonSerializerOptions.Web));
    }
}
