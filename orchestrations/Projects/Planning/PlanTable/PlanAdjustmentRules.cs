using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Projects;

/// <summary>A change proposed by 市数字经济局 in July (第十三条), not validated yet.</summary>
/// <param name="Kind">增补, 调整 or 取消</param>
/// <param name="Project">the project's id</param>
/// <param name="ThisYear">年度投资, 万元; the total investment for a project added without it</param>
/// <param name="Reason">the reason</param>
public sealed record PlanProposal(
    [property: JsonConverter(typeof(LenientEnumConverter<PlanChangeKind>))] PlanChangeKind? Kind, string? Project, decimal? ThisYear, string? Reason);

/// <summary>The facts that the rules of a proposed change check.</summary>
/// <param name="Proposal">the change</param>
/// <param name="Index">its index in the proposal</param>
/// <param name="Project">the project; null if there is none</param>
/// <param name="Standing">its line in the year's plan; null if it has none</param>
/// <param name="BeingDecided">whether it is in a plan that is being decided</param>
/// <param name="WhyNotAdded">why it cannot be added from the library; null if it can</param>
public sealed record PlanProposalCase(PlanProposal Proposal, int Index, ProjectRow? Project, PlanLine? Standing, bool BeingDecided, string? WhyNotAdded);

/// <summary>中期调整 (第十三条): when it can be proposed, and which changes it can contain.</summary>
public static class PlanAdjustmentRules
{
    /// <summary>The article of the adjustment.</summary>
    public const string Article = "第十三条";

    /// <summary>Until when a year's adjustment can be proposed: after July it is still accepted until the end of the year.</summary>
    public static DateTimeOffset ProposedUntil(int year) => ChinaTime.StartOf(new DateOnly(year + 1, 1, 1));

    /// <summary>The rules of a change; their fields are below <c>changes[i]</c>.</summary>
    public static IReadOnlyList<StageRule<PlanProposalCase>> Change { get; } =
    [
        new("adjustment-kind", Article, "kind", "须说明增补（added）、调整年度投资（changed）或者取消（dropped）", c => c.Proposal.Kind is null),
        new("adjustment-project", Article, "project", "没有这个项目", c => c.Project is null),
        new("adjustment-being-decided", Article, "project", "项目已经列入正在审议的年度计划或者中期调整", c => c.Project is not null && c.BeingDecided),
        new("adjustment-added-once", Article, "project", "项目已经列入本年度计划，不能增补",
            c => c.Proposal.Kind == PlanChangeKind.Added && c.Standing is not null),
        new("adjustment-added-ready", "第十条", "project", "增补的项目应当已经立项，或者已通过论证并选择列入年度计划",
            c => c is { Proposal.Kind: PlanChangeKind.Added, Project: { } project, Standing: null, BeingDecided: false } && !IsEstablished(project) && c.WhyNotAdded is not null),
        new("adjustment-standing", Article, "project", "项目没有列入本年度计划",
            c => c is { Project: not null, Standing: null, Proposal.Kind: PlanChangeKind.Changed or PlanChangeKind.Dropped }),
        new("adjustment-amount", "第二十九条", "thisYear", "年度投资须大于零，最多两位小数（万元）",
            c => c.Proposal.Kind == PlanChangeKind.Changed && c.Proposal.ThisYear is null || c.Proposal.ThisYear is { } amount && (amount <= 0m || !Amounts.HasTwoDecimals(amount))),
        new("adjustment-within-total", "第二十八条第二款", "thisYear", "年度投资不得超过项目总投资",
            c => c.Proposal.ThisYear > c.Project?.Application.TotalInvestment),
        new("adjustment-changes", Article, "thisYear", "年度投资与现行计划相同",
            c => c is { Proposal.Kind: PlanChangeKind.Changed, Standing: { } line } && c.Proposal.ThisYear == line.ThisYear),
        StageRules.Text<PlanProposalCase>("adjustment-reason", Article, "reason", "调整理由", c => c.Proposal.Reason),
    ];

    /// <summary>Returns the rules that a change breaks, with its index in the field names.</summary>
    public static IReadOnlyList<RuleFailure> Evaluate(PlanProposalCase facts)
    {
        var name = facts.Project?.Name ?? facts.Proposal.Project;
        return
        [
            .. Change.Evaluate(facts).Select(failure => failure with
            {
                Field = $"changes[{facts.Index}].{failure.Field}",
                Message = string.IsNullOrEmpty(name) ? failure.Message : $"{name}：{failure.Message}",
            }),
        ];
    }

    /// <summary>
    /// Returns why no adjustment can be proposed, in Chinese; null if it can: from July to the end of the year, while
    /// no other proposal is being decided.
    /// </summary>
    public static string? WhyNot(int year, DateTimeOffset at, bool undecided) =>
        at < AnnualCycleRules.AdjustmentOpens(year) ? $"{year}年度计划的中期调整在{year}年7月提出"
        : ChinaTime.At(at).Year > year ? $"{year}年度已经结束，不再调整计划"
        : undecided ? $"{year}年度计划的中期调整正在审议，审定后再提出"
        : null;

    private static bool IsEstablished(ProjectRow project) =>
        project.ApprovalNumber is not null && !Stages.IsFinal(project.Stage);
}
