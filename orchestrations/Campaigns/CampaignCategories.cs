using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Campaigns;

/// <summary>The twelve categories of 附件2, in the order of its columns. The head prints 填充型 where note 6 has 填空白.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CategoryCode>))]
public enum CategoryCode
{
    /// <summary>世界500强</summary>
    [JsonStringEnumMemberName("世界500强")]
    World500,

    /// <summary>中国500强</summary>
    [JsonStringEnumMemberName("中国500强")]
    China500,

    /// <summary>中国民营500强</summary>
    [JsonStringEnumMemberName("中国民营500强")]
    Private500,

    /// <summary>国家级制造业单项冠军</summary>
    [JsonStringEnumMemberName("国家级制造业单项冠军")]
    Champion,

    /// <summary>国家级专精特新“小巨人”</summary>
    [JsonStringEnumMemberName("国家级专精特新“小巨人”")]
    LittleGiant,

    /// <summary>链主型</summary>
    [JsonStringEnumMemberName("链主型")]
    ChainLeader,

    /// <summary>总部型</summary>
    [JsonStringEnumMemberName("总部型")]
    Headquarters,

    /// <summary>平台型</summary>
    [JsonStringEnumMemberName("平台型")]
    Platform,

    /// <summary>填空白</summary>
    [JsonStringEnumMemberName("填空白")]
    FillsGap,

    /// <summary>补短板</summary>
    [JsonStringEnumMemberName("补短板")]
    MendsWeakness,

    /// <summary>国产自主</summary>
    [JsonStringEnumMemberName("国产自主")]
    Homegrown,

    /// <summary>外资</summary>
    [JsonStringEnumMemberName("外资")]
    Foreign,
}

/// <summary>The five groups of 专题排位 (53号 四（四）二).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SpecialGroup>))]
public enum SpecialGroup
{
    /// <summary>单项冠军</summary>
    [JsonStringEnumMemberName("制造业单项冠军")]
    Champion,

    /// <summary>小巨人</summary>
    [JsonStringEnumMemberName("专精特新“小巨人”")]
    LittleGiant,

    /// <summary>链主型、总部型、平台型</summary>
    [JsonStringEnumMemberName("链主型、总部型、平台型")]
    Leaders,

    /// <summary>外资</summary>
    [JsonStringEnumMemberName("外资企业")]
    Foreign,

    /// <summary>填空白、补短板、国产自主</summary>
    [JsonStringEnumMemberName("填空白、补短板、国产自主")]
    Gaps,
}

/// <summary>Where a claim stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CategoryState>))]
public enum CategoryState
{
    /// <summary>依据名单: it rests on a list or licence that the rules could check</summary>
    [JsonStringEnumMemberName("依据名单")]
    Listed,

    /// <summary>待评审</summary>
    [JsonStringEnumMemberName("待评审")]
    Claimed,

    /// <summary>评审通过</summary>
    [JsonStringEnumMemberName("评审通过")]
    Confirmed,

    /// <summary>评审未通过</summary>
    [JsonStringEnumMemberName("评审未通过")]
    Refused,
}

/// <summary>A category that a unit claims for a project, with its grounds.</summary>
/// <param name="Code">the category</param>
public sealed record CategoryClaim(CategoryCode Code)
{
    /// <summary>The list and the company's name on it; for 外资 the type of the licence.</summary>
    public string? List { get; init; }

    /// <summary>The list's year.</summary>
    public int? Year { get; init; }

    /// <summary>有效期: the last day on which the list holds, Asia/Shanghai.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>For the three lists of 500: 母公司 or 一级子公司.</summary>
    public string? Relation { get; init; }

    /// <summary>For the three lists of 500: whether the investor is registered outside the province.</summary>
    public bool? OutsideProvince { get; init; }

    /// <summary>For 总部型: registered in Sichuan.</summary>
    public bool? RegisteredInSichuan { get; init; }

    /// <summary>For 总部型: 独立法人资格.</summary>
    public bool? IndependentLegalPerson { get; init; }

    /// <summary>For 总部型: 统一核算.</summary>
    public bool? UnifiedAccounting { get; init; }

    /// <summary>For 总部型: 在四川汇总纳税.</summary>
    public bool? TaxedInSichuan { get; init; }

    /// <summary>Where it stands; units cannot set it.</summary>
    public CategoryState State { get; init; } = CategoryState.Claimed;
}
