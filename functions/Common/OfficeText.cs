using System.Globalization;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Formats dates, times and amounts as Chinese offices write them; all times are at +08:00.</summary>
public static class OfficeText
{
    private static readonly string[] Weekdays = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];

    /// <summary>2026年3月9日</summary>
    public static string Date(DateOnly date) => ChinaTime.Text(date);

    /// <summary>2026年3月9日</summary>
    public static string Date(DateTimeOffset at) => Date(ChinaTime.DayOf(at));

    /// <summary>2026年3月9日 09:05</summary>
    public static string Time(DateTimeOffset at) => $"{Date(at)} {at.ToOffset(ChinaTime.Offset):HH:mm}";

    /// <summary>2026年3月9日（星期一）24时. A period ends with its last day, and offices name that day, never the following midnight.</summary>
    public static string Due(DateTimeOffset due)
    {
        var local = due.ToOffset(ChinaTime.Offset);
        var midnight = local.TimeOfDay == TimeSpan.Zero;
        var day = midnight ? local.AddDays(-1) : local;
        var hour = midnight ? "24时" : local.ToString("HH:mm", CultureInfo.InvariantCulture);
        return $"{Date(day)}（{Weekdays[(int)day.DayOfWeek]}）{hour}";
    }

    /// <summary>还有3天, 今天到期, 已逾期2天: whole calendar days, in China, from now to the last day.</summary>
    public static string Remaining(DateTimeOffset now, DateTimeOffset due)
    {
        var days = DaysLeft(now, due);
        return days switch
        {
            > 0 => string.Create(CultureInfo.InvariantCulture, $"还有{days}天"),
            0 => "今天到期",
            _ => string.Create(CultureInfo.InvariantCulture, $"已逾期{-days}天"),
        };
    }

    /// <summary>Returns the days from today to the last day; negative when overdue.</summary>
    public static int DaysLeft(DateTimeOffset now, DateTimeOffset due)
    {
        return ChinaTime.DayOf(due.AddTicks(-1)).DayNumber - ChinaTime.DayOf(now).DayNumber;
    }

    /// <summary>150.00万元, 1,234.50万元: from an amount in 万元, with two decimals.</summary>
    public static string Amount(decimal tenThousands) => string.Create(CultureInfo.InvariantCulture, $"{tenThousands:N2}万元");

    /// <summary>1,234.5: a number without unit.</summary>
    public static string Number(decimal number) => number.ToString("#,##0.############", CultureInfo.InvariantCulture);

    /// <summary>Returns whether a typed number has more than digits and a point, so that its interpretation should be shown.</summary>
    public static bool IsInterpreted(string? typed) => typed?.Trim() is { Length: > 0 } text && !text.All(c => char.IsAsciiDigit(c) || c is '.' or '-');

    /// <summary>1.2 MB, 340 KB: the size of a file.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576d:0.0} MB"),
        >= 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024d:0} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };
}
