namespace Dazhou.Serverless.Projects;

/// <summary>履约验收前置核准 as the unit applies for it, with the report of the trial run (第四十七条).</summary>
/// <param name="TrialRunEffect">试运行效果</param>
/// <param name="Problems">遇到的问题 and how they were solved</param>
/// <param name="BuiltAsReviewed">whether it was built as the technical review says</param>
public sealed record PreAcceptanceApplication(string? TrialRunEffect, string? Problems, bool? BuiltAsReviewed);

/// <summary>What decides on an application.</summary>
/// <param name="Application">the application</param>
/// <param name="TrialRun">the minimum period of the trial run; null if it has not begun</param>
/// <param name="At">when the application comes</param>
public sealed record PreAcceptanceCase(PreAcceptanceApplication Application, Deadline? TrialRun, DateTimeOffset At);

/// <summary>前置核准 (第四十七条): after the whole trial run, by the opinions of the technical review.</summary>
public static class PreAcceptanceRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<StageRule<PreAcceptanceCase>> All { get; } =
    [
        new("trial-run-over", "第四十七条", "", "试运行不低于1个月，期满后方可申报前置核准", c => c.TrialRun is null || c.At < c.TrialRun.Due),
        StageRules.Text<PreAcceptanceCase>("trial-run-effect", "第四十七条", "trialRunEffect", "试运行效果", c => c.Application.TrialRunEffect),
        StageRules.Yes<PreAcceptanceCase>("built-as-reviewed", "第四十七条", "builtAsReviewed",
            "须按照项目建设方案技术审查意见建设；有不一致的，先办理调整（第四十四、四十五条）", c => c.Application.BuiltAsReviewed),
    ];
}
