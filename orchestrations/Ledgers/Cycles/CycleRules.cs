using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Ledgers;

/// <summary>A cycle of a ledger.</summary>
/// <param name="Number">its number in the ledger, from 1, whenever the ledger was started</param>
/// <param name="Day">the day of report, Asia/Shanghai; no holiday moves it</param>
/// <param name="LastDay">until its end a report is in time: the day of report, or the next working day after a holiday</param>
/// <param name="OpensAt">when units are asked, at +08:00</param>
/// <param name="ClosesAt">when it is closed and compiled, at +08:00</param>
public sealed record LedgerCycleDates(int Number, DateOnly Day, DateOnly LastDay, DateTimeOffset OpensAt, DateTimeOffset ClosesAt)
{
    /// <summary>Whether it is an evaluation, since the document asks only once.</summary>
    public bool IsEvaluation { get; init; }
}

/// <summary>The days of report of a ledger; pure.</summary>
public static class CycleRules
{
    private static readonly TimeOnly Opens = new(9, 0);

    /// <summary>
    /// Returns the days of report between two days, in order: the printed ones, else those of the rhythm. 旬 ends on the 10th, the 20th
    /// and the last day of a month.
    /// </summary>
    public static IReadOnlyList<DateOnly> DaysOf(LedgerRhythm rhythm, DateOnly from, DateOnly to, IReadOnlyList<DateOnly> printed)
    {
        if (printed.Count > 0) return [.. printed.Where(day => day >= from && day <= to).Order()];
        if (rhythm == LedgerRhythm.Once) return [to];
        var days = new List<DateOnly>();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            if (Ends(rhythm, day)) days.Add(day);
        }

        return days;
    }

    /// <summary>Returns the cycles of a rhythm of a ledger, in order.</summary>
    /// <param name="ledger">the ledger</param>
    /// <param name="rhythm">the rhythm</param>
    /// <param name="printed">the printed days; none for a rhythm beside that in which units are asked</param>
    /// <param name="calendar">the working days</param>
    public static IReadOnlyList<LedgerCycleDates> CyclesOf(LedgerRow ledger, LedgerRhythm rhythm, IReadOnlyList<DateOnly> printed, WorkCalendar calendar)
    {
        var days = DaysOf(rhythm, ledger.From, ledger.To, printed);
        var cycles = new List<LedgerCycleDates>(days.Count);
        for (var i = 0; i < days.Count; i++)
        {
            var last = calendar.WorkingDayOnOrAfter(days[i]);
            var closes = ChinaTime.StartOf(calendar.AddWorkingDays(last, CloseAfter(rhythm, ledger.Policy)).AddDays(1));
            cycles.Add(new(i + 1, days[i], last, ChinaTime.At(days[i].AddDays(-OpensBefore(rhythm, ledger.Policy)), Opens), closes) { IsEvaluation = rhythm == LedgerRhythm.Once });
        }

        return cycles;
    }

    /// <summary>
    /// Returns the first cycle after a number that still concerns somebody: one whose last day has passed asks nothing. Null at the end.
    /// </summary>
    public static LedgerCycleDates? Next(IReadOnlyList<LedgerCycleDates> cycles, int after, DateOnly today) =>
        cycles.FirstOrDefault(cycle => cycle.Number > after && cycle.LastDay >= today);

    /// <summary>
    /// Returns the ids of the units that are asked in a cycle: every lead unit with an open task, and the counties (16号:
    /// 请各牵头单位及各县（市、区）); for an evaluation every department that is named (19号: 市级有关部门); for findings the coordinating
    /// office; for a bulletin nobody.
    /// </summary>
    public static IReadOnlyList<string> AskedIn(LedgerRow ledger, CycleMode mode, LedgerCycleDates dates, IReadOnlyList<LedgerIndexEntry> tasks)
    {
        if (mode == CycleMode.Bulletin) return [];
        if (mode == CycleMode.Inspection) return [ledger.Coordinator];
        if (dates.IsEvaluation)
        {
            return [.. ledger.Units.Where((unit, place) => !ledger.Counties.Contains(unit.Id, StringComparer.Ordinal) && tasks.Any(task => task.Names(place))).Select(unit => unit.Id)];
        }

        var open = tasks.Where(task => task.Phase is not (TaskPhase.Registered or TaskPhase.Closed)).ToList();
        if (open.Count == 0) return [];
        var leads = open.SelectMany(task => task.Lead.Count > 0 ? task.Lead : task.Convener is { } convener ? [convener, .. task.Units] : task.Compiler is { } compiler ? [compiler] : []).ToHashSet();
        return [.. ledger.Units.Where((unit, place) => leads.Contains(place) || ledger.Counties.Contains(unit.Id, StringComparer.Ordinal)).Select(unit => unit.Id)];
    }

    /// <summary>Days before the day of report: a week has no ten of them.</summary>
    private static int OpensBefore(LedgerRhythm rhythm, LedgerPolicy policy) => rhythm switch
    {
        LedgerRhythm.Weekly => 2,
        LedgerRhythm.TenDay => 3,
        _ => policy.OpensDaysBefore,
    };

    /// <summary>Working days after the last day, so that a short cycle is closed before the next one opens.</summary>
    private static int CloseAfter(LedgerRhythm rhythm, LedgerPolicy policy) => rhythm is LedgerRhythm.Weekly or LedgerRhythm.TenDay ? 1 : policy.CloseWorkingDays;

    private static bool Ends(LedgerRhythm rhythm, DateOnly day) => rhythm switch
    {
        LedgerRhythm.Weekly => day.DayOfWeek == DayOfWeek.Sunday,
        LedgerRhythm.TenDay => day.Day is 10 or 20 || IsLastOfMonth(day),
        LedgerRhythm.Monthly => IsLastOfMonth(day),
        LedgerRhythm.QuarterEnd => day.Month % 3 == 0 && IsLastOfMonth(day),
        LedgerRhythm.HalfYear => day.Month % 6 == 0 && IsLastOfMonth(day),
        _ => day is { Month: 12, Day: 31 },
    };

    private static bool IsLastOfMonth(DateOnly day) => day.AddDays(1).Day == 1;
}
