using System.Text.Json.Serialization;

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
