using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Projects;

/// <summary>The two cases of O&amp;M funding in 第三十二条.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperationKind>))]
public enum OperationKind
{
    /// <summary>维保结束后首次安排 (第一项)</summary>
    First,

    /// <summary>续运维 (第二项)</summary>
    Renewed,
}

/// <summary>The source of the money (第三十条).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperationSource>))]
public enum OperationSource
{
    /// <summary>市级财政预算资金</summary>
    MunicipalBudget,

    /// <summary>上级专项资金</summary>
    HigherLevel,

    /// <summary>单位自有资金</summary>
    OwnFunds,
}

/// <summary>How a 续运维 is assessed (第三十二条第二项).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AssessmentMethod>))]
public enum AssessmentMethod
{
    /// <summary>组织相关单位</summary>
    Units,

    /// <summary>组织专家</summary>
    Experts,

    /// <summary>委托第三方专业机构</summary>
    ThirdParty,
}

/// <summary>
/// 运维预算申报 (第三十二条): the body of <c>POST /api/operations</c>. Every field is nullable since the input is not validated
/// yet; <see cref="OperationBudgetRules"/> reports what is missing. Amounts are in 万元 with at most two decimals.
/// </summary>
/// <param name="System">the system's id in the catalogue</param>
/// <param name="Kind">首次 or 续运维</param>
/// <param name="Year">the budget year; the application is due in the year before</param>
/// <param name="Amount">申报金额</param>
/// <param name="From">first day of operation and maintenance</param>
/// <param name="Until">its last day</param>
/// <param name="Source">资金来源</param>
/// <param name="Need">运维需求</param>
public sealed record OperationApplication(
    string? System,
    [property: JsonConverter(typeof(LenientEnumConverter<OperationKind>))] OperationKind? Kind,
    int? Year,
    decimal? Amount,
    DateOnly? From,
    DateOnly? Until,
    [property: JsonConverter(typeof(LenientEnumConverter<OperationSource>))] OperationSource? Source,
    string? Need);

/// <summary>The 论证评估 by 市数字经济局 (第三十二条第二项).</summary>
/// <param name="Passed">whether an amount is proposed; false returns the application (退回补正)</param>
/// <param name="Method">who assessed it</param>
/// <param name="Participants">the units, experts or third party</param>
/// <param name="Opinion">论证评估意见, or what must be corrected</param>
/// <param name="Amount">建议金额, 万元</param>
public sealed record OperationAssessment(
    bool? Passed,
    [property: JsonConverter(typeof(LenientEnumConverter<AssessmentMethod>))] AssessmentMethod? Method,
    string? Participants,
    string? Opinion,
    decimal? Amount);

/// <summary>The arrangement by 市财政局 (第三十三条).</summary>
/// <param name="Arranged">whether money is arranged</param>
/// <param name="Amount">安排金额, 万元</param>
/// <param name="Comment">说明, or the reason why nothing is arranged</param>
public sealed record OperationArrangement(bool? Arranged, decimal? Amount, string? Comment);

/// <summary>The unit's withdrawal of its application.</summary>
/// <param name="Reason">the reason</param>
public sealed record OperationWithdrawal(string? Reason);
