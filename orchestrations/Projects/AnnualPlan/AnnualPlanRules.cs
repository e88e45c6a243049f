using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Projects;

/// <summary>Which projects go into an annual plan, and which of them are agreed to (第十条第一款).</summary>
public static class AnnualPlanRules
{
    /// <summary>The projects that no meeting struck out; none if a meeting refused the plan.</summary>
    public static IReadOnlyList<string> AgreedOf(IEnumerable<PlannedProject> projects, ApprovalOutcome outcome)
    {
        if (outcome.Result != ApprovalResult.Agreed) return [];
        var struckOut = outcome.Steps
            .Where(step => step.Result == ApprovalResult.Agreed)
            .SelectMany(step => step.Decisions)
            .SelectMany(decision => decision.Resolution?.StruckOut ?? [])
            .ToHashSet(StringComparer.Ordinal);
        return [.. projects.Select(project => project.Id).Where(project => !struckOut.Contains(project))];
    }

    /// <summary>Why a project cannot be put into a plan, in Chinese; null if it can.</summary>
    /// <param name="project">the project; null if there is none</param>
    /// <param name="route">the route that was chosen last; null if none was</param>
    /// <param name="inPlan">whether it stands in a plan that is being decided</param>
    /// <param name="act">what ended its passage; null if nothing did</param>
    public static string? WhyNot(ProjectRow? project, RouteKind? route, bool inPlan, LibraryActKind? act) =>
        project is null ? "没有这个项目"
        : project.Stage != Stages.Establishment || act is not null ? "项目不在等待年度计划"
        : route != RouteKind.AnnualPlan ? "项目没有选择列入年度计划"
        : inPlan ? "项目已经列入正在审议的年度计划"
        : null;

    /// <summary>What is wrong with the investment that a plan sets for its year (第二十九条), if it sets one.</summary>
    public static IEnumerable<RuleFailure> CheckYear(PlannedProject project)
    {
        if (project.ThisYear is not { } amount) yield break;
        if (amount <= 0m || !Amounts.HasTwoDecimals(amount))
            yield return new("plan-year-amount", "第二十九条", $"investments.{project.Id}", $"{project.Name}：年度投资须大于零，最多两位小数（万元）");
        if (amount > project.TotalInvestment)
            yield return new("plan-year-within-total", "第二十八条第二款", $"investments.{project.Id}", $"{project.Name}：年度投资不得超过项目总投资");
    }

    /// <summary>The article of a batch, or of a mid-year adjustment.</summary>
    public static string ArticleOf(AnnualPlanRow plan) => plan.MidYear ? "第十三条" : "第十条第一款";

    /// <summary>What the meetings read first.</summary>
    public static string SummaryOf(AnnualPlanRow plan)
    {
        if (!plan.MidYear)
            return $"{plan.Title}共{plan.Projects.Count}个项目，总投资{Amounts.Text(plan.Projects.Sum(project => project.TotalInvestment))}";
        var counts = new[] { (PlanChangeKind.Added, "增补"), (PlanChangeKind.Changed, "调整"), (PlanChangeKind.Dropped, "取消") }
            .Select(kind => (kind.Item2, Count: plan.Projects.Count(project => project.Kind == kind.Item1)))
            .Where(kind => kind.Count > 0)
            .Select(kind => $"{kind.Item2}{kind.Count}个项目");
        return string.Join('\n', plan.Projects.Select(project => $"{project.Name}（{project.UnitName}）：{project.Text}").Prepend($"{plan.Title}建议：{string.Join('，', counts)}"));
    }

    /// <summary>What 市数字经济局 hears when the meetings are over.</summary>
    public static string ConclusionOf(AnnualPlanRow plan, int agreed, string? comment) => plan.MidYear
        ? $"审定结束：{agreed}项调整同意，{plan.Projects.Count - agreed}项未予同意，计划表已相应调整。{comment}"
        : $"审定结束：{agreed}个项目同意立项，{plan.Projects.Count - agreed}个项目保留在信息化项目库。{comment}";

    /// <summary>What the trail of a project says when the meetings are over.</summary>
    internal static string ConclusionOf(AnnualPlanRow plan, PlannedProject project, bool agreed) => project.Kind switch
    {
        PlanChangeKind.Changed => $"{plan.Title}审定：{(agreed ? $"年度投资调整为{Amounts.Text(project.ThisYear ?? 0m)}" : "未予调整")}",
        PlanChangeKind.Dropped => $"{plan.Title}审定：{(agreed ? "不再列入本年度计划" : "仍列入本年度计划")}",
        _ when plan.MidYear => $"{plan.Title}审定：{(agreed ? "同意增补" : "未予增补")}",
        _ => agreed ? $"{plan.Title}审定：同意立项" : $"{plan.Title}审定：未列入，保留在信息化项目库",
    };
}
