using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

/// <summary>The stage of an investment project (53号 一、工作目标: 待谈、意向、签约、落地、开工、投产、达效).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CampaignStage>))]
public enum CampaignStage
{
    /// <summary>待谈</summary>
    [JsonStringEnumMemberName("待谈")]
    Lead,

    /// <summary>意向</summary>
    [JsonStringEnumMemberName("意向")]
    Intent,

    /// <summary>签约</summary>
    [JsonStringEnumMemberName("签约")]
    Signed,

    /// <summary>落地</summary>
    [JsonStringEnumMemberName("落地")]
    Landed,

    /// <summary>开工</summary>
    [JsonStringEnumMemberName("开工")]
    Started,

    /// <summary>投产</summary>
    [JsonStringEnumMemberName("投产")]
    Producing,

    /// <summary>达效</summary>
    [JsonStringEnumMemberName("达效")]
    Reached,
}

/// <summary>What proves that a stage was entered (附件1备注1、2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EvidenceKind>))]
public enum EvidenceKind
{
    /// <summary>洽谈记录, for 待谈</summary>
    [JsonStringEnumMemberName("洽谈记录")]
    Talks,

    /// <summary>意向协议, for 意向</summary>
    [JsonStringEnumMemberName("意向协议")]
    Intent,

    /// <summary>签约合同, for 签约</summary>
    [JsonStringEnumMemberName("签约合同")]
    Contract,

    /// <summary>备案号, for 落地</summary>
    [JsonStringEnumMemberName("备案号")]
    Filing,

    /// <summary>核准文号, for 落地</summary>
    [JsonStringEnumMemberName("核准文号")]
    Approval,

    /// <summary>营业执照, for 落地</summary>
    [JsonStringEnumMemberName("营业执照")]
    Licence,

    /// <summary>施工许可证, for 开工</summary>
    [JsonStringEnumMemberName("施工许可证")]
    Permit,

    /// <summary>厂房购买或者租赁合同, for 开工</summary>
    [JsonStringEnumMemberName("厂房合同")]
    Plant,

    /// <summary>投产证明, for 投产</summary>
    [JsonStringEnumMemberName("投产证明")]
    Production,

    /// <summary>达效证明, for 达效</summary>
    [JsonStringEnumMemberName("达效证明")]
    Yield,
}

/// <summary>The industry: six key ones and the emerging ones; 新材料 stands in both lists and is one (53号 二（一）).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CampaignIndustry>))]
public enum CampaignIndustry
{
    /// <summary>能源化工</summary>
    [JsonStringEnumMemberName("能源化工")]
    EnergyChemicals,

    /// <summary>新材料</summary>
    [JsonStringEnumMemberName("新材料")]
    NewMaterials,

    /// <summary>农产品加工</summary>
    [JsonStringEnumMemberName("农产品加工")]
    FarmProducts,

    /// <summary>智能装备制造</summary>
    [JsonStringEnumMemberName("智能装备制造")]
    SmartEquipment,

    /// <summary>电子信息</summary>
    [JsonStringEnumMemberName("电子信息")]
    Electronics,

    /// <summary>轻纺服饰</summary>
    [JsonStringEnumMemberName("轻纺服饰")]
    Textiles,

    /// <summary>新能源</summary>
    [JsonStringEnumMemberName("新能源")]
    NewEnergy,

    /// <summary>无人机</summary>
    [JsonStringEnumMemberName("无人机")]
    Drones,

    /// <summary>预制菜</summary>
    [JsonStringEnumMemberName("预制菜")]
    PreparedFood,

    /// <summary>其他 manufacturing</summary>
    [JsonStringEnumMemberName("其他")]
    Other,
}

/// <summary>Where the investor comes from (53号 二（二）).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SourceRegion>))]
public enum SourceRegion
{
    /// <summary>成渝地区</summary>
    [JsonStringEnumMemberName("成渝")]
    ChengduChongqing,

    /// <summary>粤港澳大湾区</summary>
    [JsonStringEnumMemberName("大湾区")]
    BayArea,

    /// <summary>长三角地区</summary>
    [JsonStringEnumMemberName("长三角")]
    YangtzeDelta,

    /// <summary>京津冀地区</summary>
    [JsonStringEnumMemberName("京津冀")]
    BeijingTianjinHebei,

    /// <summary>境外</summary>
    [JsonStringEnumMemberName("境外")]
    Abroad,

    /// <summary>其他</summary>
    [JsonStringEnumMemberName("其他")]
    Other,
}

/// <summary>A stage that a project entered.</summary>
/// <param name="Stage">the stage</param>
/// <param name="On">the day, Asia/Shanghai</param>
/// <param name="Kind">the kind of evidence; null where it is missing, which the rules refuse</param>
/// <param name="Evidence">its number or name</param>
public sealed record StageEntry(CampaignStage Stage, DateOnly On, EvidenceKind? Kind, string? Evidence);

/// <summary>Investment actually made.</summary>
/// <param name="On">the day, Asia/Shanghai; its week counts it</param>
/// <param name="Amount">万元</param>
public sealed record InvestmentEntry(DateOnly On, decimal Amount);

/// <summary>A change of a project; nothing that stood is lost.</summary>
/// <param name="Version">the version of the project that it made</param>
/// <param name="At">when, at +08:00</param>
/// <param name="By">the id of the person or unit</param>
/// <param name="Field">the field's name in JSON</param>
/// <param name="Label">its name for people</param>
/// <param name="Before">what stood there; null for nothing</param>
/// <param name="After">what stands there now; null for nothing</param>
/// <param name="Reason">why; null where something was filled in for the first time</param>
public sealed record ProjectChange(int Version, DateTimeOffset At, string By, string Field, string Label, string? Before, string? After, string? Reason);

/// <summary>
/// An investment project of a unit's list, from which all tables are summed. Table CampaignProjects: partition = campaign, row = id.
/// Amounts are in 万元.
/// </summary>
public sealed record CampaignProjectRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "CampaignProjects";

    /// <summary>The campaign's id.</summary>
    public required string Campaign { get; init; }

    /// <summary>The project's id: twelve hexadecimal digits of unit, name and investor, so that a repeated list makes no second project.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the unit that reports it.</summary>
    public required string Unit { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>投资方: the investing company.</summary>
    public required string Investor { get; init; }

    /// <summary>Whether it is manufacturing; others are listed and count nowhere (53号 标题、一).</summary>
    public bool Manufacturing { get; init; } = true;

    /// <summary>The industry; null while the talks are too early to say.</summary>
    public CampaignIndustry? Industry { get; init; }

    /// <summary>Where the investor comes from; null while unknown.</summary>
    public SourceRegion? Source { get; init; }

    /// <summary>The stages entered, in their order.</summary>
    public IReadOnlyList<StageEntry> Stages { get; init; } = [];

    /// <summary>合同金额, 万元.</summary>
    public decimal? ContractAmount { get; init; }

    /// <summary>备案金额: 项目总投资额 of the filing form, 万元; null, not 0, where the landing rests on 核准 or 营业执照.</summary>
    public decimal? FilingAmount { get; init; }

    /// <summary>备案号; null without a filing.</summary>
    public string? FilingNumber { get; init; }

    /// <summary>新增实际投资, by day.</summary>
    public IReadOnlyList<InvestmentEntry> Investments { get; init; } = [];

    /// <summary>制造业FDI投资总额, 万元; null without.</summary>
    public decimal? Fdi { get; init; }

    /// <summary>The day on which it counts.</summary>
    public DateOnly? FdiOn { get; init; }

    /// <summary>落实专人: the post that is responsible (53号 二（四）).</summary>
    public string? Responsible { get; init; }

    /// <summary>入库: whether it is in the library of signed projects (53号 二（四）).</summary>
    public bool Stored { get; init; }

    /// <summary>项目/企业简介, at most 200 characters (附件2).</summary>
    public string? Introduction { get; init; }

    /// <summary>The categories claimed (附件2).</summary>
    public IReadOnlyList<CategoryClaim> Categories { get; init; } = [];

    /// <summary>备注.</summary>
    public string? Remark { get; init; }

    /// <summary>The finding by which it was struck out as false; null for a true project (53号 四（五）).</summary>
    public string? StruckBy { get; init; }

    /// <summary>When it was first listed, at +08:00.</summary>
    public required DateTimeOffset ListedAt { get; init; }

    /// <summary>The version: 1, plus one for each change.</summary>
    public int Version { get; init; } = 1;

    /// <summary>All changes, oldest first.</summary>
    public IReadOnlyList<ProjectChange> Changes { get; init; } = [];

    /// <inheritdoc/>
    public string PartitionKey => Campaign;

    /// <inheritdoc/>
    public string RowKey => Id;

    /// <summary>The furthest stage; null for a list that says none.</summary>
    [JsonIgnore]
    public StageEntry? Stage => Stages.Count == 0 ? null : Stages[^1];

    /// <summary>Returns when a stage was entered; null if it was not.</summary>
    public StageEntry? Of(CampaignStage stage) => Stages.FirstOrDefault(entry => entry.Stage == stage);
}

/// <summary>What a unit writes of a project; what is left out stays as it is.</summary>
public sealed record CampaignProjectInput
{
    /// <summary>The unit; only for callers that act for all.</summary>
    public string? Unit { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The investing company.</summary>
    public string? Investor { get; init; }

    /// <summary>Whether it is manufacturing.</summary>
    public bool? Manufacturing { get; init; }

    /// <summary>The industry.</summary>
    public CampaignIndustry? Industry { get; init; }

    /// <summary>The source region.</summary>
    public SourceRegion? Source { get; init; }

    /// <summary>The stage to enter, or to go back to.</summary>
    public CampaignStage? Stage { get; init; }

    /// <summary>The day of the stage.</summary>
    public DateOnly? StageOn { get; init; }

    /// <summary>The kind of its evidence.</summary>
    public EvidenceKind? EvidenceKind { get; init; }

    /// <summary>Its evidence.</summary>
    public string? Evidence { get; init; }

    /// <summary>All stages at once, for programs and imports; null to enter one by <see cref="Stage"/>.</summary>
    public IReadOnlyList<StageEntry>? Stages { get; init; }

    /// <summary>合同金额, 万元.</summary>
    public decimal? ContractAmount { get; init; }

    /// <summary>备案金额, 万元.</summary>
    public decimal? FilingAmount { get; init; }

    /// <summary>备案号.</summary>
    public string? FilingNumber { get; init; }

    /// <summary>Investment actually made on <see cref="InvestedOn"/>, 万元; replaces what was reported for that day.</summary>
    public decimal? Investment { get; init; }

    /// <summary>Its day; null for today.</summary>
    public DateOnly? InvestedOn { get; init; }

    /// <summary>制造业FDI投资总额, 万元.</summary>
    public decimal? Fdi { get; init; }

    /// <summary>Its day; null for today.</summary>
    public DateOnly? FdiOn { get; init; }

    /// <summary>The responsible post.</summary>
    public string? Responsible { get; init; }

    /// <summary>入库.</summary>
    public bool? Stored { get; init; }

    /// <summary>The introduction.</summary>
    public string? Introduction { get; init; }

    /// <summary>The categories with their grounds; null to leave them.</summary>
    public IReadOnlyList<CategoryClaim>? Categories { get; init; }

    /// <summary>备注.</summary>
    public string? Remark { get; init; }

    /// <summary>Why something that stood is changed.</summary>
    public string? Reason { get; init; }
}
