using Microsoft.Extensions.Configuration;
using NCrontab;

namespace Dazhou.FunctionsHost;

/// <summary>An NCRONTAB schedule of six fields (or five, without seconds) in UTC.</summary>
internal sealed class TimerSchedule
{
    private readonly CrontabSchedule _schedule;

    private TimerSchedule(string text, CrontabSchedule schedule)
    {
        Text = text;
        _schedule = schedule;
    }

    public string Text { get; }

    /// <summary>Reads a schedule; <c>%Name%</c> takes it from the settings.</summary>
    /// <exception cref="StartupException">The setting is missing or the schedule is none.</exception>
    public static TimerSchedule Parse(string text, string function, IConfiguration configuration)
    {
        var source = text;
        if (text.Length > 2 && text[0] == '%' && text[^1] == '%')
        {
            var name = text[1..^1];
            source = configuration[name.Replace("__", ":", StringComparison.Ordinal)]
                ?? throw new StartupException($"定时函数 {function} 的计划引用了设置 {name}，但没有这个设置。");
        }

        var seconds = source.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length != 5;
        var schedule = CrontabSchedule.TryParse(source, new CrontabSchedule.ParseOptions { IncludingSeconds = seconds });
        return schedule is not null
            ? new TimerSchedule(source, schedule)
            : throw new StartupException($"定时函数 {function} 的计划“{source}”无效，应为六段 NCRONTAB 表达式（秒 分 时 日 月 星期），如 0 0 1 * * *。");
    }

    /// <summary>The first occurrence after an instant, or null if there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset instant)
    {
        var next = _schedule.GetNextOccurrence(instant.UtcDateTime, DateTime.MaxValue);
        return next == DateTime.MaxValue ? null : new DateTimeOffset(next, TimeSpan.Zero);
    }
}
