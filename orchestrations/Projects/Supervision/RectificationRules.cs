using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Projects;

/// <summary>The matters supervised under 第五十三条, in its order.</summary>
public enum SupervisedMatter
{
    /// <summary>招标采购</summary>
    Procurement,

    /// <summary>建设质量</summary>
    Quality,

    /// <summary>实施进度</summary>
    Progress,

    /// <summary>资金使用</summary>
    Funds,

    /// <summary>概算控制</summary>
    Estimate,

    /// <summary>信息共享</summary>
    Sharing,

    /// <summary>密码应用</summary>
    Cryptography,

    /// <summary>网络安全</summary>
    Security,
}

/// <summary>The sanctions for a failed rectification (第五十三条), the mildest first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Sanction>))]
public enum Sanction
{
    /// <summary>通报批评</summary>
    Criticism,

    /// <summary>暂缓安排投资计划</summary>
    HoldPlan,

    /// <summary>暂停项目建设</summary>
    PauseConstruction,

    /// <summary>终止项目</summary>
    Terminate,
}

/// <summary>A 限期整改 ordered by a supervising unit.</summary>
/// <param name="Matter">the matter</param>
/// <param name="Finding">发现的问题</param>
/// <param name="Requirement">整改要求</param>
/// <param name="Until">整改期限, its last day</param>
public sealed record RectificationOrder(
    [property: JsonConverter(typeof(LenientEnumConverter<SupervisedMatter>))] SupervisedMatter? Matter,
    string? Finding,
    string? Requirement,
    DateOnly? Until);

/// <summary>The unit's report on a rectification.</summary>
/// <param name="Report">what was done</param>
public sealed record RectificationReport(string? Report);

/// <summary>The supervising unit's decision on an overdue or failed rectification.</summary>
/// <param name="Sanctions">one or more sanctions</param>
/// <param name="Ground">the reason</param>
public sealed record SanctionDecision(IReadOnlyList<Sanction>? Sanctions, string? Ground);

/// <summary>The effects of sanctions on a project or its unit.</summary>
/// <param name="Criticised">通报批评 is recorded</param>
/// <param name="PlanHeld">the project gets no investment plan</param>
/// <param name="Paused">construction is paused</param>
/// <param name="Terminated">the project ends</param>
/// <param name="NoOperationBudget">不安排运行维护经费 (第五十七条)</param>
/// <param name="NoNewProjects">the unit may not build, rebuild or extend systems (第五十七条)</param>
public sealed record SanctionEffects(
    bool Criticised, bool PlanHeld, bool Paused, bool Terminated, bool NoOperationBudget, bool NoNewProjects);

/// <summary>监督管理 (第五十三、五十七条).</summary>
public static class RectificationRules
{
    private const string Article = "第五十三条";

    /// <summary>The rules of an order.</summary>
    public static IReadOnlyList<StageRule<(RectificationOrder Order, DateOnly Today)>> Order { get; } =
    [
        new("rectification-matter", Article, "matter", "须选择监督事项", c => c.Order.Matter is null),
        StageRules.Text<(RectificationOrder Order, DateOnly Today)>("rectification-finding", Article, "finding", "发现的问题", c => c.Order.Finding),
        StageRules.Text<(RectificationOrder Order, DateOnly Today)>("rectification-requirement", Article, "requirement", "整改要求", c => c.Order.Requirement),
        new("rectification-until", Article, "until", "须填写晚于今天的整改期限", c => c.Order.Until is not { } until || until <= c.Today),
    ];

    /// <summary>The rules of a report.</summary>
    public static IReadOnlyList<StageRule<RectificationReport>> Report { get; } =
        [StageRules.Text<RectificationReport>("rectification-report", Article, "report", "整改情况", c => c.Report)];

    /// <summary>The rules of a sanction: only after the period, or after an insufficient report.</summary>
    public static IReadOnlyList<StageRule<(SanctionDecision Decision, bool OverdueOrFailed)>> Sanctions { get; } =
    [
        new("sanction-ground-given", Article, "", "只有逾期不整改或者整改后仍不符合要求的，才能处理", c => !c.OverdueOrFailed),
        new("sanction-kind", Article, "sanctions", "须选择处理方式：通报批评、暂缓安排投资计划、暂停项目建设、终止项目",
            c => c.Decision.Sanctions is not { Count: > 0 }),
        StageRules.Text<(SanctionDecision Decision, bool OverdueOrFailed)>("sanction-ground", Article, "ground", "处理理由", c => c.Decision.Ground),
    ];

    /// <summary>
    /// Returns the effects of sanctions. A failed rectification of 密码应用 or 网络安全 falls under 第五十七条 and also stops the
    /// unit's O&amp;M funds and new projects.
    /// </summary>
    public static SanctionEffects EffectsOf(SupervisedMatter matter, IReadOnlyCollection<Sanction> sanctions)
    {
        var security = matter is SupervisedMatter.Cryptography or SupervisedMatter.Security;
        return new(
            Criticised: sanctions.Contains(Sanction.Criticism),
            PlanHeld: sanctions.Contains(Sanction.HoldPlan),
            // After 终止 there is nothing left to pause.
            Paused: sanctions.Contains(Sanction.PauseConstruction) && !sanctions.Contains(Sanction.Terminate),
            Terminated: sanctions.Contains(Sanction.Terminate),
            NoOperationBudget: security,
            NoNewProjects: security);
    }
}
