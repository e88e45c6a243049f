using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Projects;

/// <summary>Which projects can enter an annual plan, and which of them are approved (第十条第一款).</summary>
public static class AnnualPlanRules
{
    /// <summary>Returns the ids of the projects that no meeting struck out; none if a meeting refused the plan.</summary>
    public static IReadOnlyList<string> AgreedOf(IEnumerable<PlannedProject> projects, ApprovalOutcome outcome)
    {
        if (outcome.Result != ApprovalResult.Agreed) return [];
        var struckOut = Resolution.StruckOutBy(
            outcome.Steps.Where(step => step.Result == ApprovalResult.Agreed).SelectMany(step => step.Decisions).Select(decision => decision.Resolution));
        return [.. projects.Select(project => project.Id).Where(project => !struckOut.Contains(project))];
    }

    /// <summary>Returns why a project cannot enter a plan, in Chinese; null if it can.</summary>
    /// <param name="project">the project; null if there is none</param>
    /// <param name="route">the last route chosen; null if there is none</param>
    /// <param name="inPlan">whether the project is in a plan that is being decided</param>
    /// <param name="act">the act that ended its passage; null if there is none</param>
    public static string? WhyNot(ProjectRow? project, RouteKind? route, bool inPlan, LibraryActKind? act) =>
        project is null ? "没有这个项目"
        : project.Stage != Stages.Establishment || act is not null ? "项目不在等待年度计划"
        : route != RouteKind.AnnualPlan ? "项目没有选择列入年度计划"
        : inPlan ? "项目已经列入正在审议的年度计划"
        : null;

    /// <summary>Checks the yearly investment in a plan (第二十九条), if it states one.</summary>
    public static IEnumerable<RuleFailure> CheckYear(PlannedProject project)
    {
        if (project.ThisYear is not { } amount) yield break;
        if (amount <= 0m || !Amounts.HasTwoDecimals(amount))
            yield return new("plan-year-amount", "第二十九条", $"investments.{project.Id}", $"{project.Name}：年度投资须大于零，最多两位小数（万元）");
        if (amount > project.TotalInvestment)
            yield return new("plan-year-within-total", "第二十八条第二款", $"investments.{project.Id}", $"{project.Name}：年度投资不得超过项目总投资");
    }
}
