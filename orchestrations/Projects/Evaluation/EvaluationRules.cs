using System.Text.Json.Serialization;
using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>自评价 (第五十二条).</summary>
/// <param name="ResourceUse">信息资源利用</param>
/// <param name="Sharing">信息资源共享</param>
/// <param name="SecurityRisk">安全风险</param>
public sealed record SelfEvaluation(string? ResourceUse, string? Sharing, string? SecurityRisk);

/// <summary>Who carries out a post-evaluation.</summary>
public enum EvaluationMethod
{
    /// <summary>专家</summary>
    Experts,

    /// <summary>第三方机构</summary>
    ThirdParty,
}

/// <summary>The grade of a project.</summary>
public enum EvaluationGrade
{
    /// <summary>优</summary>
    Excellent,

    /// <summary>良</summary>
    Good,

    /// <summary>中</summary>
    Fair,

    /// <summary>差</summary>
    Poor,
}

/// <summary>The 后评价 concluded by 市数字经济局 and 市财政局 (第五十二条).</summary>
/// <param name="Grade">the grade</param>
/// <param name="Method">by experts or by a third party</param>
/// <param name="Conclusion">the conclusion</param>
public sealed record PostEvaluationResult(
    [property: JsonConverter(typeof(LenientEnumConverter<EvaluationGrade>))] EvaluationGrade? Grade,
    [property: JsonConverter(typeof(LenientEnumConverter<EvaluationMethod>))] EvaluationMethod? Method,
    string? Conclusion);

/// <summary>The period in which the self-evaluation is accepted.</summary>
/// <param name="Opens">the end of the twelfth month, from whose due instant on it is accepted</param>
/// <param name="Closes">the end of the twenty-fourth month</param>
public sealed record EvaluationWindow(Deadline Opens, Deadline Closes);

/// <summary>绩效评价 (第五十二条): 12 to 24 months after the project went into operation.</summary>
public static class EvaluationRules
{
    private const string Article = "第五十二条";

    /// <summary>The rules of a self-evaluation; a late one is accepted and marked as late.</summary>
    public static IReadOnlyList<StageRule<(SelfEvaluation Evaluation, EvaluationWindow Window, DateTimeOffset At)>> Self { get; } =
    [
        new("evaluation-window", Article, "", "项目投入运行满12个月后方可自评价", c => c.At < c.Window.Opens.Due),
        StageRules.Text<(SelfEvaluation Evaluation, EvaluationWindow Window, DateTimeOffset At)>(
            "evaluation-use", Article, "resourceUse", "信息资源利用情况", c => c.Evaluation.ResourceUse),
        StageRules.Text<(SelfEvaluation Evaluation, EvaluationWindow Window, DateTimeOffset At)>(
            "evaluation-sharing", Article, "sharing", "信息资源共享情况", c => c.Evaluation.Sharing),
        StageRules.Text<(SelfEvaluation Evaluation, EvaluationWindow Window, DateTimeOffset At)>(
            "evaluation-risk", Article, "securityRisk", "安全风险情况", c => c.Evaluation.SecurityRisk),
    ];

    /// <summary>The rules of a post-evaluation.</summary>
    public static IReadOnlyList<StageRule<PostEvaluationResult>> Result { get; } =
    [
        new("evaluation-grade", Article, "grade", "须填写评价等次：优、良、中、差", r => r.Grade is null),
        new("evaluation-method", Article, "method", "须说明由专家还是第三方机构开展", r => r.Method is null),
        StageRules.Text<PostEvaluationResult>("evaluation-conclusion", Article, "conclusion", "评价结论", r => r.Conclusion),
    ];

    /// <summary>The window of a project that went into operation on this day.</summary>
    public static EvaluationWindow Window(DateOnly operation, ProjectPolicy policy, WorkCalendar calendar) => new(
        DeadlineRules.Compute(Stages.PostEvaluation, Article, new Months(policy.EvaluationFromMonths), operation, calendar),
        DeadlineRules.Compute(Stages.PostEvaluation, Article, new Months(policy.EvaluationUntilMonths), operation, calendar));
}
