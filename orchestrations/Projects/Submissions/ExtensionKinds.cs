using Dazhou.Serverless.Deadlines;
using static Dazhou.Serverless.Projects.SubmissionKinds;
using static Dazhou.Serverless.Submissions.SubmissionField;

namespace Dazhou.Serverless.Projects;

/// <summary>延期申请, and the decision of 市数字经济局 on an overdue technical plan (第三十六条、第四十二条).</summary>
internal static class ExtensionKinds
{
    public const string Application = "Extension.application";
    public const string OverduePlan = "TechnicalPlan.overdue";

    public static IReadOnlyList<SubmissionKind> All { get; } =
    [
        Kind<ExtensionApplication>(
            Application, "延期申请", ExtensionRules.Articles, SubmissionSide.Unit,
            (c, application) => ExtensionRules.Check(application, c.Deadlines, c.At),
            Choice("deadline", "需要延期的期限"), Day("lastDay", "延期后的最后一日"), Long("reason", "延期理由")) with
        {
            TakenBy = $"{ProjectSupervision.Name}:1",
            RulesSayWhen = true,
        },
        Kind<OverduePlanDecision>(
            OverduePlan, "逾期技术方案的处理", "第三十六条", SubmissionSide.Supervisor,
            (c, decision) => ExtensionRules.Check(decision, c.Project, c.Deadlines, c.At),
            Choice("measure", "处理方式", ("extend", "延长期限"), ("lapse", "项目失效（退出）")),
            Day("lastDay", "延长期限的，填写新的最后一日"), Long("reason", "理由")) with
        {
            TakenBy = $"{ProjectSupervision.Name}:1",
            RulesSayWhen = true,
        },
    ];

    /// <summary>Returns the application with the deadlines that can be extended now as choices; null if there are none.</summary>
    public static SubmissionKind? ApplicationFor(IEnumerable<DeadlineRow> deadlines, DateTimeOffset at)
    {
        var kind = Of(Application);
        var choices = deadlines.Where(row => ExtensionRules.MayApply(row, at)).OrderBy(row => row.Deadline.Due)
            .Select(row => (row.Plan.Step.ToString(), $"{row.Plan.ToDo}（至{row.Deadline.LastDay:yyyy年M月d日}，{row.Deadline.Article}）")).ToList();
        return choices.Count == 0
            ? null
            : kind with { Fields = [.. kind.Fields.Select(field => field.Name == "deadline" ? field with { Choices = choices } : field)] };
    }
}
