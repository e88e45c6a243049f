using System.Globalization;

namespace Dazhou.Serverless.Dates;

/// <summary>
/// Chinese legal time. Asia/Shanghai has had +08:00 without summer time since 1992, and all dates here are later; a fixed offset needs no
/// time zone data and gives the same result in every replay.
/// </summary>
public static class ChinaTime
{
    /// <summary>The offset: +08:00.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>Returns an instant at +08:00.</summary>
    public static DateTimeOffset At(DateTimeOffset instant) => instant.ToOffset(Offset);

    /// <summary>Returns an orchestration's <c>CurrentUtcDateTime</c> at +08:00.</summary>
    public static DateTimeOffset At(DateTime utc) =>
        new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).ToOffset(Offset);

    /// <summary>Returns a time of day on a day, at +08:00.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time) => new(day.ToDateTime(time), Offset);

    /// <summary>Returns the first instant of a day, which is 24:00 of the previous day, at +08:00.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => At(day, TimeOnly.MinValue);

    /// <summary>Returns the day of an instant, at +08:00.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(At(instant).DateTime);

    /// <summary>Returns the day of an orchestration's <c>CurrentUtcDateTime</c>, at +08:00.</summary>
    public static DateOnly DayOf(DateTime utc) => DayOf(At(utc));

    /// <summary>Writes a day as people read it: 2026年3月9日, with no zero before month and day.</summary>
    public static string Text(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");

    /// <summary>Returns the current time, at +08:00; not for orchestrators.</summary>
    public static DateTimeOffset GetChinaNow(this TimeProvider time) => At(time.GetUtcNow());

    /// <summary>Returns the current day, at +08:00; not for orchestrators.</summary>
    public static DateOnly GetChinaToday(this TimeProvider time) => DayOf(time.GetUtcNow());
}
