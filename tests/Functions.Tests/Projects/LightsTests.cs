using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Deadlines;

namespace Functions.Tests.Projects;

/// <summary>Pages show the light of the record, which mails tell of.</summary>
public sealed class LightsTests
{
    private static readonly DeadlineRow Row = DeadlineShift.Open(
        new WatchPlan
        {
            Subject = "p",
            Step = DeadlineKey.Parse("s"),
            Title = "项目",
            ToDo = "请提交",
            Unit = "u",
            Deadline = DeadlineRules.Compute("TechnicalPlan", "第三十六条", new FixedDate(new DateOnly(2026, 3, 20)), new DateOnly(2026, 3, 2), WorkCalendar.Default),
            Responsible = [],
        },
        At("2026-03-02T10:00"),
        instanceId: null);

    [Theory]
    [InlineData("2026-03-13T08:59", "")]
    [InlineData("2026-03-13T09:00", "blue")]
    [InlineData("2026-03-17T08:59", "blue")]
    [InlineData("2026-03-17T09:00", "yellow")]
    [InlineData("2026-03-20T23:59", "yellow")]
    [InlineData("2026-03-21T00:00", "red")]
    public void Class_AsTheDayComesNearer_IsTheLightOfTheRecord(string now, string expected) => Assert.Equal(expected, ClassOf(Row, now));

    [Fact]
    public void Class_BehindPlan_IsYellow() => Assert.Equal("yellow", ClassOf(Row with { BehindPlan = true }, "2026-03-03T10:00"));

    [Fact]
    public void Class_OfAClockThatStands_StaysAsItWas() => Assert.Equal(
        "blue", ClassOf(Row with { State = DeadlineState.Paused, Light = Light.Blue, PausedAt = At("2026-03-14T10:00") }, "2026-06-01T10:00"));

    [Fact]
    public void Class_OfWhatIsDone_IsGreen() => Assert.Equal("green", ClassOf(Row with { State = DeadlineState.Done }, "2026-06-01T10:00"));

    private static string ClassOf(DeadlineRow row, string now) => Lights.Class(DeadlineView.Of(row).At(At(now)));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text + "+08:00");
}
