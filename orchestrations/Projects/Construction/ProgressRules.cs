using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>A monthly progress report, requested from the unit by link (第四十二条: 督促中标商实施建设).</summary>
/// <param name="Percent">0 to 100</param>
/// <param name="Summary">what was done, and what hinders progress</param>
public sealed record ProgressReport(int? Percent, string? Summary);

/// <summary>The time at which a month's report is requested.</summary>
/// <param name="Month">the month of construction, 1 for the first</param>
/// <param name="At">when, at +08:00</param>
public sealed record ProgressTurn(int Month, DateTimeOffset At);

/// <summary>The reports of the year that follows a given time.</summary>
/// <param name="Passed">the last month that was already due; 0 if none</param>
/// <param name="Turns">the months that follow, in order</param>
public sealed record ProgressPlan(int Passed, IReadOnlyList<ProgressTurn> Turns);

/// <summary>建设进度月报.</summary>
public static class ProgressRules
{
    private const int MonthsPlanned = 12;

    /// <summary>The rules.</summary>
    public static IReadOnlyList<StageRule<ProgressReport>> All { get; } =
    [
        new("progress-percent", "第四十二条", "percent", "完成进度须为0至100的整数", r => r.Percent is not (>= 0 and <= 100)),
        StageRules.Text<ProgressReport>("progress-summary", "第四十二条", "summary", "进展情况", r => r.Summary),
    ];

    /// <summary>The day of a month's report: that many months after the contract was signed.</summary>
    public static DateOnly DayOf(DateOnly signedOn, int month) => signedOn.AddMonths(month);

    /// <summary>The months due in the year after <paramref name="at"/>, at 9:00, and the last month due before it.</summary>
    public static ProgressPlan PlanOf(DateOnly signedOn, DateTimeOffset at)
    {
        var next = 1;
        while (At(next) <= at) next++;
        return new(next - 1, [.. Enumerable.Range(next, MonthsPlanned).Select(month => new ProgressTurn(month, At(month)))]);

        DateTimeOffset At(int month) => ChinaTime.At(DayOf(signedOn, month), DeadlineRules.ReminderTime);
    }
}
