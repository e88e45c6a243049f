namespace Dazhou.Serverless.Projects;

/// <summary>A month's progress, for which the unit gets a link (第四十二条: 督促中标商实施建设).</summary>
/// <param name="Percent">0 to 100</param>
/// <param name="Summary">what was done, and what is in the way</param>
public sealed record ProgressReport(int? Percent, string? Summary);

/// <summary>建设进度月报.</summary>
public static class ProgressRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<StageRule<ProgressReport>> All { get; } =
    [
        new("progress-percent", "第四十二条", "percent", "完成进度须为0至100的整数", r => r.Percent is not (>= 0 and <= 100)),
        StageRules.Text<ProgressReport>("progress-summary", "第四十二条", "summary", "进展情况", r => r.Summary),
    ];

    /// <summary>The day of a month's report: so many months after the contract was signed.</summary>
    public static DateOnly DayOf(DateOnly signedOn, int month) => signedOn.AddMonths(month);
}
