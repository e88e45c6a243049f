using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Common;

public sealed class OfficeTextTests
{
    [Theory]
    [InlineData("2026-03-10T00:00:00+08:00", "2026年3月9日（星期一）24时")]
    [InlineData("2026-03-09T16:00:00Z", "2026年3月9日（星期一）24时")]
    [InlineData("2026-03-09T17:30:00+08:00", "2026年3月9日（星期一）17:30")]
    public void Due_Instant_NamesTheDayThatEnds(string due, string text) => Assert.Equal(text, OfficeText.Due(At(due)));

    [Theory]
    [InlineData("2026-03-06T09:00:00+08:00", "还有3天")]
    [InlineData("2026-03-09T00:00:00+08:00", "今天到期")]
    [InlineData("2026-03-09T23:59:59+08:00", "今天到期")]
    [InlineData("2026-03-10T00:00:00+08:00", "已逾期1天")]
    [InlineData("2026-03-11T16:00:00Z", "已逾期3天")]
    public void Remaining_Now_CountsDaysOfTheChineseCalendar(string now, string text) =>
        Assert.Equal(text, OfficeText.Remaining(At(now), At("2026-03-10T00:00:00+08:00")));

    [Fact]
    public void Time_UtcEvening_IsTheNextChineseDay() => Assert.Equal("2026年3月9日 01:05", OfficeText.Time(At("2026-03-08T17:05:00Z")));

    [Theory]
    [InlineData(150, "150.00万元")]
    [InlineData(1234.5, "1,234.50万元")]
    public void Amount_TenThousands_HasTwoDecimals(double amount, string text) => Assert.Equal(text, OfficeText.Amount((decimal)amount));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);
}
