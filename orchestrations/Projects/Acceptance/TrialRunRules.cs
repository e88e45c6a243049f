using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>The 完工报告, which ends construction (第四十七条).</summary>
/// <param name="CompletedOn">建设完成日期</param>
/// <param name="Summary">what was built</param>
public sealed record CompletionReport(DateOnly? CompletedOn, string? Summary);

/// <summary>The 试运行开始 that the unit records.</summary>
/// <param name="StartedOn">the first day</param>
public sealed record TrialRunStart(DateOnly? StartedOn);

/// <summary>试运行 (第四十七条): after construction, at least one month, never shortened.</summary>
public static class TrialRunRules
{
    /// <summary>The rules of a completion report: its date is not in the future and not before the contract.</summary>
    public static IReadOnlyList<StageRule<(CompletionReport Report, DateOnly Signed, DateOnly Today)>> Completion { get; } =
    [
        new("completion-day", "第四十七条", "completedOn", "缺少建设完成日期，或者日期早于合同签订、晚于今天",
            c => c.Report.CompletedOn is not { } day || day < c.Signed || day > c.Today),
        StageRules.Text<(CompletionReport Report, DateOnly Signed, DateOnly Today)>(
            "completion-summary", "第四十七条", "summary", "建设完成情况", c => c.Report.Summary),
    ];

    /// <summary>The rules of the start: not before completion, not in the future.</summary>
    public static IReadOnlyList<StageRule<(TrialRunStart Start, DateOnly Completed, DateOnly Today)>> Start { get; } =
    [
        new("trial-run-start", "第四十七条", "startedOn", "缺少试运行开始日期，或者日期早于建设完成、晚于今天",
            c => c.Start.StartedOn is not { } day || day < c.Completed || day > c.Today),
    ];

    /// <summary>The earliest end of the trial run; if its last day is a holiday, it ends later, never earlier.</summary>
    public static Deadline Minimum(DateOnly startedOn, ProjectPolicy policy, WorkCalendar calendar) =>
        DeadlineRules.Compute(Stages.TrialRun, "第四十七条", new Months(policy.TrialRunMonths), startedOn, calendar);
}
