namespace Dazhou.Serverless.Dates;

/// <summary>
/// Chinese legal time. Asia/Shanghai has kept +08:00 without summer time since 1992, and everything here
/// is later; a fixed offset needs no time zone data and gives every replay the same answer.
/// </summary>
public static class ChinaTime
{
    /// <summary>+08:00.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The same instant, at +08:00.</summary>
    public static DateTimeOffset At(DateTimeOffset instant) => instant.ToOffset(Offset);

    /// <summary>An orchestration's <c>CurrentUtcDateTime</c>, at +08:00.</summary>
    public static DateTimeOffset At(DateTime utc) =>
        new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).ToOffset(Offset);

    /// <summary>A day's time of day.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time) => new(day.ToDateTime(time), Offset);

    /// <summary>The first instant of a day: the 24:00 at which the day before ends.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => At(day, TimeOnly.MinValue);

    /// <summary>The day an instant lies in.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(At(instant).DateTime);

    /// <summary>The day an orchestration's <c>CurrentUtcDateTime</c> lies in.</summary>
    public static DateOnly DayOf(DateTime utc) => DayOf(At(utc));

    /// <summary>The time now, at +08:00; not for orchestrators.</summary>
    public static DateTimeOffset GetChinaNow(this TimeProvider time) => At(time.GetUtcNow());

    /// <summary>The day today, at +08:00; not for orchestrators.</summary>
    public static DateOnly GetChinaToday(this TimeProvider time) => DayOf(time.GetUtcNow());
}
