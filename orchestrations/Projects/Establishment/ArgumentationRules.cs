using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Projects;

/// <summary>The panel invited by 市数字经济局 (第十条).</summary>
/// <param name="Experts">the experts' ids in the directory</param>
public sealed record ExpertPanel(IReadOnlyList<string>? Experts);

/// <summary>The facts that the rules of a panel check.</summary>
/// <param name="Panel">the panel</param>
/// <param name="Policy">the project's policy</param>
/// <param name="Unit">the applicant's unit id: its own staff may not judge the project (回避, on which the gazette is silent)</param>
/// <param name="Pool">the experts in the directory</param>
public sealed record PanelCase(ExpertPanel Panel, ProjectPolicy Policy, string Unit, IReadOnlyList<Expert> Pool)
{
    /// <summary>The current members of the panel, for a change.</summary>
    public IReadOnlyList<PanelMember> Members { get; init; } = [];

    /// <summary>Who has a stake in the project; only its unit where nobody else was looked for.</summary>
    public PanelStakes Stakes { get; init; } = new(Unit);

    /// <summary>
    /// Whether somebody is named who withdraws on a ground. Who gave an opinion before the stake came about stays in the panel: what was
    /// given is not taken back.
    /// </summary>
    public bool NamesRecused(RecusalGround ground) => Pool.Any(expert =>
        Panel.Experts?.Contains(expert.Id) == true
        && Members.All(member => member.Expert != expert.Id || !member.Answered)
        && RecusalRules.Of(expert, Stakes)?.Ground == ground);
}

/// <summary>A member of a panel.</summary>
/// <param name="Expert">the expert's id</param>
/// <param name="Answered">whether the expert has answered</param>
public sealed record PanelMember(string Expert, bool Answered);

/// <summary>How a project is decided after its argumentation (第十条).</summary>
public enum RouteKind
{
    /// <summary>列入年度计划, in a batch with others (第一款)</summary>
    AnnualPlan,

    /// <summary>一事一议 (第二款)</summary>
    OneByOne,
}

/// <summary>The choice of the route by 市数字经济局.</summary>
/// <param name="Route">the route</param>
public sealed record RouteChoice([property: JsonConverter(typeof(LenientEnumConverter<RouteKind>))] RouteKind? Route);

/// <summary>An expert's opinion.</summary>
/// <param name="Necessary">确有必要建设</param>
/// <param name="Score">0 to 100</param>
/// <param name="Opinion">the opinion</param>
public sealed record ExpertOpinion(bool? Necessary, int? Score, string? Opinion);

/// <summary>The conclusion of a panel.</summary>
/// <param name="Necessary">whether the majority finds the project necessary</param>
/// <param name="For">the number of experts who find it necessary</param>
/// <param name="Of">the number of experts</param>
/// <param name="MeanScore">the mean score, to one decimal</param>
public sealed record PanelConclusion(bool Necessary, int For, int Of, decimal MeanScore);

/// <summary>专家论证 (第十条第一款): a panel of an odd number of experts, and the conclusion of its majority.</summary>
public static class ArgumentationRules
{
    private const string Article = "第十条第一款";

    /// <summary>The rules of a panel.</summary>
    public static IReadOnlyList<StageRule<PanelCase>> Panel { get; } =
    [
        new("panel-size", Article, "experts", "专家人数须为不少于3人的单数",
            c => c.Panel.Experts is not { } experts || experts.Count < c.Policy.SmallestPanel || experts.Count % 2 == 0),
        new("panel-pool", Article, "experts", "专家须从专家库中选取",
            c => c.Panel.Experts?.Any(expert => !string.IsNullOrWhiteSpace(expert) && c.Pool.All(known => known.Id != expert)) == true),
        new("panel-recusal", Article, "experts", "项目建设单位的人员应当回避",
            c => c.NamesRecused(RecusalGround.OwnUnit)),
        new("panel-recusal-related", Article, "experts", "与项目有关的单位（所依托系统、所接续项目的建设单位）的人员应当回避",
            c => c.NamesRecused(RecusalGround.RelatedUnit)),
        new("panel-recusal-supplier", Article, "experts", "报价或者供货的供应商的人员应当回避",
            c => c.NamesRecused(RecusalGround.Supplier)),
        new("panel-distinct", Article, "experts", "专家不得重复或者为空",
            c => c.Panel.Experts is { } experts
                && (experts.Any(string.IsNullOrWhiteSpace) || experts.Distinct(StringComparer.Ordinal).Count() < experts.Count)),
    ];

    /// <summary>The additional rules of a changed panel.</summary>
    public static IReadOnlyList<StageRule<PanelCase>> Change { get; } =
    [
        new("panel-unchanged", Article, "experts", "专家组与现在的相同",
            c => c.Panel.Experts is { } experts && experts.ToHashSet(StringComparer.Ordinal).SetEquals(c.Members.Select(member => member.Expert))),
        new("panel-given", Article, "experts", "已经提出意见的专家应当保留",
            c => c.Members.Any(member => member.Answered && c.Panel.Experts?.Contains(member.Expert) != true)),
    ];

    /// <summary>The rules of an opinion.</summary>
    public static IReadOnlyList<StageRule<ExpertOpinion>> Opinion { get; } =
    [
        new("opinion-answer", Article, "necessary", "须说明是否确有必要建设", o => o.Necessary is null),
        new("opinion-score", Article, "score", "评分须为0至100的整数", o => o.Score is not (>= 0 and <= 100)),
        StageRules.Text<ExpertOpinion>("opinion-text", Article, "opinion", "论证意见", o => o.Opinion),
    ];

    /// <summary>The rules of the route.</summary>
    public static IReadOnlyList<StageRule<RouteChoice>> Route { get; } =
        [new("route-choice", "第十条", "route", "须选择列入年度计划或者一事一议", choice => choice.Route is null)];

    /// <summary>Returns the majority's conclusion; an odd panel always has one.</summary>
    public static PanelConclusion Conclude(IReadOnlyCollection<ExpertOpinion> opinions)
    {
        var agreeing = opinions.Count(opinion => opinion.Necessary == true);
        return new(
            agreeing * 2 > opinions.Count,
            agreeing,
            opinions.Count,
            decimal.Round(opinions.Sum(opinion => (decimal)(opinion.Score ?? 0)) / Math.Max(opinions.Count, 1), 1));
    }
}
