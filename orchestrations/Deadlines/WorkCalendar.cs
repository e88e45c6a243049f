using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Dazhou.Serverless.Deadlines;

/// <summary>Working days in China: Monday to Friday, without the holidays and with the make-up days (调休上班) of the State Council's yearly arrangement.</summary>
/// <remarks>
/// For years without an arrangement, only weekends and the holidays with a fixed date (元旦 1 January, 劳动节 1–2 May, 国庆节 1–3 October;
/// 全国年节及纪念日放假办法) are known: lunar holidays and exchanged days cannot be computed. Orchestrators get dates through activities, since a newly
/// published year changes the results.
/// </remarks>
public sealed class WorkCalendar
{
    /// <summary>The year from which 2 May is a statutory holiday (2024年修订).</summary>
    private const int SecondLabourDay = 2025;

    private readonly FrozenDictionary<DateOnly, string> _holidays;
    private readonly FrozenSet<DateOnly> _makeUpDays;
    private readonly FrozenSet<int> _years;

    private WorkCalendar(IReadOnlyCollection<CalendarYear> years)
    {
        _holidays = years.SelectMany(y => y.Holidays.SelectMany(h => h.Value.Select(day => KeyValuePair.Create(day, h.Key)))).ToFrozenDictionary();
        _makeUpDays = years.SelectMany(y => y.MakeUpDays).ToFrozenSet();
        _years = years.Select(y => y.Year).ToFrozenSet();
        Years = years;
        LastPublishedYear = years.Max(y => y.Year);
    }

    /// <summary>Gets the calendar of the arrangements that ship with the code.</summary>
    public static WorkCalendar Default { get; } = Load();

    /// <summary>Gets the known arrangements.</summary>
    public IReadOnlyCollection<CalendarYear> Years { get; }

    /// <summary>Gets the last year with a known arrangement.</summary>
    public int LastPublishedYear { get; }

    /// <summary>Creates a calendar from arrangements; for a year given twice the last one counts.</summary>
    public static WorkCalendar From(IEnumerable<CalendarYear> years)
    {
        var byYear = new Dictionary<int, CalendarYear>();
        foreach (var year in years)
            byYear[year.Year] = year;
        return new WorkCalendar(byYear.Values);
    }

    /// <summary>Returns whether the day's year has a known arrangement.</summary>
    public bool IsPublished(DateOnly day) => _years.Contains(day.Year);

    /// <summary>Returns whether a day is a working day.</summary>
    public bool IsWorkingDay(DateOnly day)
    {
        if (_makeUpDays.Contains(day))
            return true;
        if (_holidays.ContainsKey(day) || day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            return false;
        return IsPublished(day) || !IsFixedHoliday(day);
    }

    /// <summary>Returns the holiday's name, e.g. 国庆节; null on other days, weekends included.</summary>
    public string? HolidayName(DateOnly day) => _holidays.GetValueOrDefault(day);

    /// <summary>Returns the first working day after <paramref name="day"/>.</summary>
    public DateOnly NextWorkingDay(DateOnly day) => WorkingDayOnOrAfter(day.AddDays(1));

    /// <summary>Returns <paramref name="day"/> if it is a working day, otherwise the next one.</summary>
    public DateOnly WorkingDayOnOrAfter(DateOnly day)
    {
        while (!IsWorkingDay(day))
            day = day.AddDays(1);
        return day;
    }

    /// <summary>
    /// Returns the <paramref name="count"/>th working day after <paramref name="day"/>, or before it for a negative count; for 0
    /// <paramref name="day"/> itself, which is never counted.
    /// </summary>
    public DateOnly AddWorkingDays(DateOnly day, int count)
    {
        var step = Math.Sign(count);
        for (var left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(step);
            if (IsWorkingDay(day))
                left--;
        }

        return day;
    }

    /// <summary>
    /// Returns the number of working days after <paramref name="from"/> up to and including <paramref name="to"/>; 0 if
    /// <paramref name="to"/> is not later.
    /// </summary>
    public int CountWorkingDays(DateOnly from, DateOnly to)
    {
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            if (IsWorkingDay(day))
                count++;
        }

        return count;
    }

    /// <summary>Returns the days of a year that are off by law and have a fixed date.</summary>
    internal static IReadOnlyList<DateOnly> FixedHolidays(int year) =>
        [new(year, 1, 1), new(year, 5, 1), .. year >= SecondLabourDay ? [new DateOnly(year, 5, 2)] : Array.Empty<DateOnly>(), new(year, 10, 1), new(year, 10, 2), new(year, 10, 3)];

    private static bool IsFixedHoliday(DateOnly day) => (day.Month, day.Day) is (1, 1) or (5, 1 or 2) or (10, >= 1 and <= 3);

    private static WorkCalendar Load()
    {
        var assembly = typeof(WorkCalendar).Assembly;
        return From(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("calendar-", StringComparison.Ordinal))
            .Select(name => Read(assembly, name)));
    }

    private static CalendarYear Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        return CalendarYear.Read(stream);
    }
}

/// <summary>The holiday arrangement of a year, as in its data file.</summary>
public sealed record CalendarYear
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <summary>The State Council notice.</summary>
    public required string Source { get; init; }

    /// <summary>The days off by holiday, including weekends within a holiday.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<DateOnly>> Holidays { get; init; }

    /// <summary>The weekend days that are working days.</summary>
    public required IReadOnlyList<DateOnly> MakeUpDays { get; init; }

    /// <summary>Reads a data file. Throws <see cref="JsonException"/> if it is inconsistent, e.g. if it has a day of another year, or a make-up day that is no weekend or is off.</summary>
    public static CalendarYear Read(Stream json)
    {
        var year = JsonSerializer.Deserialize<CalendarYear>(json, Json) ?? throw new JsonException("The calendar file is empty.");
        var off = year.Holidays.SelectMany(h => h.Value).ToList();
        var wrong = off.Concat(year.MakeUpDays).Where(day => day.Year != year.Year)
            .Concat(year.MakeUpDays.Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) || off.Contains(day)))
            .Concat(off.GroupBy(day => day).Where(same => same.Count() > 1).Select(same => same.Key))
            .ToList();
        return wrong.Count == 0
            ? year
            : throw new JsonException($"The calendar file of {year.Year} contradicts itself on {string.Join(", ", wrong.Select(day => day.ToString("yyyy-MM-dd")))}.");
    }
}
