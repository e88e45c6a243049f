using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>A month's progress, for which the unit gets a link (第四十二条: 督促中标商实施建设).</summary>
/// <param name="Percent">0 to 100</param>
/// <param name="Summary">what was done, and what is in the way</param>
public sealed record ProgressReport(int? Percent, string? Summary);

/// <summary>When a month's report is asked for.</summary>
/// <param name="Month">which month of the building, 1 for the first</param>
/// <param name="At">when, at +08:00</param>
public sealed record ProgressTurn(int Month, DateTimeOffset At);

/// <summary>The months of a building around an instant.</summary>
/// <param name="Passed">the last month whose time had come; 0 if none had</param>
/// <param name="Turns">the next ones, in order</param>
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

    /// <summary>The day of a month's report: so many months after the contract was signed.</summary>
    public static DateOnly DayOf(DateOnly signedOn, int month) => signedOn.AddMonths(month);

    /// <summary>The months of the year that follows an instant, and the last one before it; at nine of their days.</summary>
    public static ProgressPlan PlanOf(DateOnly signedOn, DateTimeOffset at)
    {
        var next = 1;
        while (At(next) <= at) next++;
        return new(next - 1, [.. Enumerable.Range(next, MonthsPlanned).Select(month => new ProgressTurn(month, At(month)))]);

        DateTimeOffset At(int month) => ChinaTime.At(DayOf(signedOn, month), DeadlineRules.ReminderTime);
    }
}
