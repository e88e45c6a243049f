using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>延期申请: the unit's request for a later last day, made before the deadline expires (第三十六条、第四十二条: 原则上).</summary>
/// <param name="Deadline">the deadline: the step of its <see cref="WatchPlan"/></param>
/// <param name="LastDay">the new last day</param>
/// <param name="Reason">the reason</param>
public sealed record ExtensionApplication(string? Deadline, DateOnly? LastDay, string? Reason);

/// <summary>Measures of 市数字经济局 for an overdue technical plan (第三十六条).</summary>
public enum OverduePlanMeasure
{
    /// <summary>延长期限</summary>
    Extend,

    /// <summary>项目失效: the project leaves the procedure and would need a new application</summary>
    Lapse,
}

/// <summary>The decision of 市数字经济局 on an overdue technical plan.</summary>
/// <param name="Measure">the measure</param>
/// <param name="LastDay">the new last day, for an extension</param>
/// <param name="Reason">the reason</param>
public sealed record OverduePlanDecision(
    [property: JsonConverter(typeof(LenientEnumConverter<OverduePlanMeasure>))] OverduePlanMeasure? Measure, DateOnly? LastDay, string? Reason);

/// <summary>Rules of 延期 and of overdue technical plans (第三十六条、第四十二条).</summary>
public static class ExtensionRules
{
    /// <summary>The articles under which a period may be extended.</summary>
    public const string Articles = "第三十六条、第四十二条";

    private const string PlanArticle = "第三十六条";

    /// <summary>The deadline of the technical plan in a round.</summary>
    public static DeadlineKey PlanStep(int round) => DeadlineKey.Of(new StepRound(Stages.TechnicalPlan, round));

    /// <summary>Whether the deadline is one for the project's unit, which may request more time.</summary>
    public static bool IsOfUnit(DeadlineRow row) =>
        !row.IsClosed
        && row.Plan.Responsible.Count > 0
        && row.Plan.Step.Step is var step
        && SubmissionKinds.Find(step)?.Side == SubmissionSide.Unit;

    /// <summary>Whether the unit may still apply; a deadline paused with its project can be extended too.</summary>
    public static bool MayApply(DeadlineRow row, DateTimeOffset at) => IsOfUnit(row) && (row.State == DeadlineState.Paused || at < row.Deadline.Due);

    /// <summary>Returns the rules that an application breaks; a late application fails under the article of its deadline.</summary>
    public static IReadOnlyList<RuleFailure> Check(ExtensionApplication application, IReadOnlyList<DeadlineRow> deadlines, DateTimeOffset at)
    {
        var failures = new List<RuleFailure>();
        var row = deadlines.FirstOrDefault(deadline => deadline.Plan.Step.ToString() == application.Deadline && IsOfUnit(deadline));
        if (row is null)
            failures.Add(new("extension-deadline", Articles, "deadline", "请选择本项目正在计算、由项目建设单位办理的期限"));
        if (application.LastDay is not { } day)
            failures.Add(new("extension-day", row?.Deadline.Article ?? Articles, "lastDay", "缺少延期后的最后一日"));
        else if (row is not null && DeadlineShift.WhyNotExtend(row, day, at) is { } why)
            failures.Add(new("extension-possible", row.Deadline.Article, MayApply(row, at) ? "lastDay" : "deadline", why.TrimEnd('。')));
        if (string.IsNullOrWhiteSpace(application.Reason))
            failures.Add(new("extension-reason", row?.Deadline.Article ?? Articles, "reason", "缺少延期理由"));
        return failures;
    }

    /// <summary>Whether a project's technical plan is overdue.</summary>
    public static bool IsPlanOverdue(string stage, int round, IReadOnlyList<DeadlineRow> deadlines, DateTimeOffset at) =>
        stage == Stages.TechnicalPlan
        && deadlines.Any(row => row.Plan.Step == PlanStep(round) && !row.IsClosed && row.State != DeadlineState.Paused && at >= row.Deadline.Due);

    /// <summary>Returns the rules that a decision on an overdue plan breaks.</summary>
    public static IReadOnlyList<RuleFailure> Check(OverduePlanDecision decision, ProjectRow project, IReadOnlyList<DeadlineRow> deadlines, DateTimeOffset at)
    {
        var failures = new List<RuleFailure>();
        if (!IsPlanOverdue(project.Stage, project.Round, deadlines, at))
            failures.Add(new("overdue-plan", PlanArticle, "", "项目建设技术方案没有逾期，或者已经提交"));
        if (decision.Measure is null)
            failures.Add(new("overdue-measure", PlanArticle, "measure", "请选择延长期限或者项目失效"));
        if (decision.Measure == OverduePlanMeasure.Extend && !(decision.LastDay > ChinaTime.DayOf(at)))
            failures.Add(new("overdue-day", PlanArticle, "lastDay", "延长期限的须填写今日之后的最后一日"));
        if (string.IsNullOrWhiteSpace(decision.Reason))
            failures.Add(new("overdue-reason", PlanArticle, "reason", "缺少理由"));
        return failures;
    }

    /// <summary>Who decides on an extension: 市财政局 in the stages it supervises (预算评审、政府采购、资金拨付), otherwise 市数字经济局.</summary>
    public static (ApproverPost By, ApproverPost Escalation) DeciderOf(string stage) =>
        stage is Stages.BudgetReview or Stages.Procurement or Stages.Payment
            ? (ProjectPosts.Treasury, ProjectPosts.TreasurySuperior)
            : (ProjectPosts.Reviewers, ProjectPosts.ReviewersSuperior);
}
