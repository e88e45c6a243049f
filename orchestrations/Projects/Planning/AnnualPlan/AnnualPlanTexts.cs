namespace Dazhou.Serverless.Projects;

/// <summary>Texts about annual plans.</summary>
public static class AnnualPlanTexts
{
    /// <summary>The article of a batch, or of a mid-year adjustment.</summary>
    public static string ArticleOf(AnnualPlanRow plan) => plan.MidYear ? "第十三条" : "第十条第一款";

    /// <summary>The summary that the meetings read first.</summary>
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

    /// <summary>The mail to 市数字经济局 after the meetings.</summary>
    public static string ConclusionOf(AnnualPlanRow plan, int agreed, string? comment) => plan.MidYear
        ? $"审定结束：{agreed}项调整同意，{plan.Projects.Count - agreed}项未予同意，计划表已相应调整。{comment}"
        : $"审定结束：{agreed}个项目同意立项，{plan.Projects.Count - agreed}个项目保留在信息化项目库。{comment}";

    /// <summary>The audit trail's text for a project after the meetings.</summary>
    internal static string ConclusionOf(AnnualPlanRow plan, PlannedProject project, bool agreed) => project.Kind switch
    {
        PlanChangeKind.Changed => $"{plan.Title}审定：{(agreed ? $"年度投资调整为{Amounts.Text(project.ThisYear ?? 0m)}" : "未予调整")}",
        PlanChangeKind.Dropped => $"{plan.Title}审定：{(agreed ? "不再列入本年度计划" : "仍列入本年度计划")}",
        _ when plan.MidYear => $"{plan.Title}审定：{(agreed ? "同意增补" : "未予增补")}",
        _ => agreed ? $"{plan.Title}审定：同意立项" : $"{plan.Title}审定：未列入，保留在信息化项目库",
    };
}
