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
}
