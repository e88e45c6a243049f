using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Projects;

/// <summary>How a project is procured.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProcurementRoute>))]
public enum ProcurementRoute
{
    /// <summary>市属国有企业: by its own rules, after the same reviews (第四十一条)</summary>
    StateOwnedEnterprise,

    /// <summary>at or above 政府采购限额标准: plan filed, then under 政府采购法 (第三十九、四十条)</summary>
    GovernmentProcurement,

    /// <summary>below the limit: by the unit's internal rules</summary>
    BelowLimit,
}

/// <summary>The methods of 政府采购法 第二十六条.</summary>
public enum ProcurementMethod
{
    /// <summary>公开招标</summary>
    OpenTender,

    /// <summary>邀请招标</summary>
    SelectiveTender,

    /// <summary>竞争性谈判</summary>
    CompetitiveNegotiation,

    /// <summary>竞争性磋商</summary>
    CompetitiveConsultation,

    /// <summary>单一来源采购</summary>
    SingleSource,

    /// <summary>询价</summary>
    RequestForQuotation,

    /// <summary>框架协议采购</summary>
    FrameworkAgreement,
}

/// <summary>政府采购计划备案 (第四十条).</summary>
/// <param name="FilingNumber">备案编号</param>
/// <param name="Method">采购方式</param>
/// <param name="Budget">采购预算, 万元</param>
public sealed record ProcurementPlan(
    string? FilingNumber,
    [property: JsonConverter(typeof(LenientEnumConverter<ProcurementMethod>))] ProcurementMethod? Method,
    decimal? Budget);

/// <summary>The facts that the rules of a procurement plan check.</summary>
/// <param name="Plan">the plan</param>
/// <param name="ControlPrice">招标控制价, 万元</param>
public sealed record ProcurementCase(ProcurementPlan Plan, decimal ControlPrice);

/// <summary>政府采购 (第三十九条至第四十一条).</summary>
public static class ProcurementRules
{
    /// <summary>The rules of the filed plan.</summary>
    public static IReadOnlyList<StageRule<ProcurementCase>> Plan { get; } =
    [
        StageRules.Text<ProcurementCase>("filing-number", "第四十条", "filingNumber", "政府采购计划备案编号", c => c.Plan.FilingNumber),
        new("procurement-method", "第三十九条", "method", "须选择政府采购法规定的采购方式", c => c.Plan.Method is null),
        StageRules.Amount<ProcurementCase>("procurement-budget", "第三十九条", "budget", "采购预算", c => c.Plan.Budget),
        new("procurement-within-control-price", "第三十九条", "budget", "采购预算不得超过招标控制价", c => c.Plan.Budget > c.ControlPrice),
    ];

    /// <summary>Returns the route of a unit's procurement; 达到限额标准 includes the limit itself.</summary>
    public static ProcurementRoute RouteOf(ApplicantKind? applicant, decimal budget, ProjectPolicy policy)
    {
        if (applicant == ApplicantKind.StateOwnedEnterprise) return ProcurementRoute.StateOwnedEnterprise;
        return budget >= policy.ProcurementLimit ? ProcurementRoute.GovernmentProcurement : ProcurementRoute.BelowLimit;
    }
}
