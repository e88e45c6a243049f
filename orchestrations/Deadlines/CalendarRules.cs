namespace Dazhou.Serverless.Deadlines;

/// <summary>Checks a year's holiday arrangement before it may move deadlines (全国年节及纪念日放假办法). Pure.</summary>
public static class CalendarRules
{
    private const int MostHolidays = 60;

    /// <summary>Returns what is wrong with an arrangement, in Chinese; empty if it may be published.</summary>
    public static IReadOnlyList<CalendarFault> Check(CalendarYear arrangement, int year)
    {
        var faults = new List<CalendarFault>();
        if (arrangement.Year != year)
            faults.Add(new("year", $"文件是{arrangement.Year}年的安排，地址写的是{year}年。"));
        if (string.IsNullOrWhiteSpace(arrangement.Source))
            faults.Add(new("source", "请写明出处，例如“国务院办公厅关于2027年部分节假日安排的通知”。"));

        var off = new Dictionary<DateOnly, string>();
        foreach (var (holiday, days) in arrangement.Holidays)
        {
            foreach (var day in days)
            {
                if (day.Year != arrangement.Year)
                    faults.Add(new($"holidays.{holiday}", $"{day:yyyy-MM-dd}不在{arrangement.Year}年。"));
                else if (!off.TryAdd(day, holiday))
                    faults.Add(new($"holidays.{holiday}", $"{day:yyyy-MM-dd}已列入{off[day]}，重复了。"));
            }
        }

        var makeUp = new HashSet<DateOnly>();
        foreach (var day in arrangement.MakeUpDays)
        {
            if (day.Year != arrangement.Year)
                faults.Add(new("makeUpDays", $"{day:yyyy-MM-dd}不在{arrangement.Year}年。"));
            else if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                faults.Add(new("makeUpDays", $"{day:yyyy-MM-dd}不是周六或周日，不能是调休上班日。"));
            else if (off.TryGetValue(day, out var holiday))
                faults.Add(new("makeUpDays", $"{day:yyyy-MM-dd}已列入{holiday}放假，不能又是上班日。"));
            else if (!makeUp.Add(day))
                faults.Add(new("makeUpDays", $"{day:yyyy-MM-dd}重复了。"));
        }

        // These days are off every year by law, so an arrangement without them is incomplete or was misread.
        foreach (var day in WorkCalendar.FixedHolidays(arrangement.Year).Where(day => !off.ContainsKey(day)))
            faults.Add(new("holidays", $"缺少法定节假日{day:yyyy-MM-dd}。"));
        if (off.Count > MostHolidays)
            faults.Add(new("holidays", $"放假共{off.Count}天，超过{MostHolidays}天，请核对。"));
        return faults;
    }
}

/// <summary>An error in an arrangement.</summary>
/// <param name="Field">the field of the file</param>
/// <param name="Message">the error, in Chinese</param>
public sealed record CalendarFault(string Field, string Message);
