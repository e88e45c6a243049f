namespace Dazhou.Serverless.Projects;

/// <summary>The unit's application for 履约验收前置核准, with its report on the trial run (第四十七条).</summary>
/// <param name="TrialRunEffect">试运行效果</param>
/// <param name="Problems">遇到的问题 and their solutions</param>
/// <param name="BuiltAsReviewed">whether the project was built as the technical review requires</param>
public sealed record PreAcceptanceApplication(string? TrialRunEffect, string? Problems, bool? BuiltAsReviewed);

/// <summary>The facts that the rules of an application check.</summary>
/// <param name="Application">the application</param>
/// <param name="TrialRun">the minimum period of the trial run; null if the trial run has not started</param>
/// <param name="At">when the application is submitted</param>
public sealed record PreAcceptanceCase(PreAcceptanceApplication Application, Deadline? TrialRun, DateTimeOffset At);

/// <summary>前置核准 (第四十七条): only after the full trial run, on the basis of the technical review.</summary>
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
