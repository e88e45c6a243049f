using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// Working days in China: Monday to Friday, less the holidays and plus the make-up days (调休上班) of the
/// State Council's yearly arrangement. For a year without an arrangement only weekends and the statutory
/// holidays with a fixed date (元旦 1 January, 劳动节 1–2 May, 国庆节 1–3 October; 全国年节及纪念日放假办法)
/// are known: what follows the moon, and which days are exchanged, cannot be computed.
/// Orchestrators get their dates from activities, since a new year's file changes the answers.
/// </summary>
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

    /// <summary>The arrangements that ship with the code.</summary>
    public static WorkCalendar Default { get; } = Load();

    /// <summary>The arrangements it knows.</summary>
    public IReadOnlyCollection<CalendarYear> Years { get; }

    /// <summary>The last year whose arrangement is known.</summary>
    public int LastPublishedYear { get; }

    /// <summary>A calendar of these years' arrangements; a year given twice counts as given last.</summary>
    public static WorkCalendar From(IEnumerable<CalendarYear> years)
    {
        var byYear = new Dictionary<int, CalendarYear>();
        foreach (var year in years)
            byYear[year.Year] = year;
        return new WorkCalendar(byYear.Values);
    }

    /// <summary>Whether the day's year has a known arrangement.</summary>
    public bool IsPublished(DateOnly day) => _years.Contains(day.Year);

    /// <summary>Whether offices work that day.</summary>
    public bool IsWorkingDay(DateOnly day)
    {
        if (_makeUpDays.Contains(day))
            return true;
        if (_holidays.ContainsKey(day) || day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            return false;
        return IsPublished(day) || !IsFixedHoliday(day);
    }

    /// <summary>The holiday's name, e.g. 国庆节; null on other days, weekends included.</summary>
    public string? HolidayName(DateOnly day) => _holidays.GetValueOrDefault(day);

    /// <summary>The first working day after <paramref name="day"/>.</summary>
    public DateOnly NextWorkingDay(DateOnly day) => WorkingDayOnOrAfter(day.AddDays(1));

    /// <summary><paramref name="day"/> itself if it is a working day, else the first one after it.</summary>
    public DateOnly WorkingDayOnOrAfter(DateOnly day)
    {
        while (!IsWorkingDay(day))
            day = day.AddDays(1);
        return day;
    }

    /// <summary>
    /// The <paramref name="count"/>th working day after <paramref name="day"/>, before it for a negative count;
    /// <paramref name="day"/> itself, which is never counted, for 0.
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

    /// <summary>How many working days lie after <paramref name="from"/>, up to and including <paramref name="to"/>; 0 if <paramref name="to"/> is not later.</summary>
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

    /// <summary>The days of a year that are off by law and have a fixed date.</summary>
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

/// <summary>One year's arrangement, as its data file has it.</summary>
public sealed record CalendarYear
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <summary>The State Council notice it comes from.</summary>
    public required string Source { get; init; }

    /// <summary>Days off, weekends within a holiday included, by the holiday's name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<DateOnly>> Holidays { get; init; }

    /// <summary>Weekend days on which offices work.</summary>
    public required IReadOnlyList<DateOnly> MakeUpDays { get; init; }

    /// <summary>Reads a data file; what does not make sense (another year's day, a make-up day that is no weekend or is off) is refused.</summary>
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
