using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Projects;

/// <summary>What 第十一条 asks of a project that the unit builds itself.</summary>
/// <param name="HigherMandate">the document in which higher authority clearly requires it (第一项)</param>
/// <param name="UrgentSecurityGround">the ground of national security or the like, and its urgency (第二项)</param>
public sealed record SelfBuildCase(string? HigherMandate, string? UrgentSecurityGround);

/// <summary>What 第十二条 asks of a purchase of services: the analyses and the four conditions.</summary>
/// <param name="NecessityAnalysis">项目必要性分析</param>
/// <param name="TechnicalAnalysis">技术性分析</param>
/// <param name="EconomicAnalysis">经济性分析</param>
/// <param name="SharingAnalysis">信息资源共享分析</param>
/// <param name="SecurityRequirements">信息安全要求</param>
/// <param name="Comparison">采用自行建设和购买服务方式经济性比较分析</param>
/// <param name="FundsNeeded">经费需求</param>
/// <param name="ProcurementPlan">招标和采购方案</param>
/// <param name="GoodsOrWorks">whether it is goods or works under procurement law, or bundles works with services (第一项)</param>
/// <param name="ServiceFeesOverLife">服务费预算总额 over the system's life, 万元 (第二项)</param>
/// <param name="SelfBuildCostOverLife">建设、运维经费总额 of building it instead, 万元 (第二项)</param>
/// <param name="PotentialSuppliers">潜在服务提供商 to choose from, a whole number; a decimal, so that another number breaks a rule and not the reading (第三项)</param>
/// <param name="BreaksSecrecyRules">whether it goes against secrecy rules for government systems and data (第四项)</param>
public sealed record PurchaseCase(
    string? NecessityAnalysis,
    string? TechnicalAnalysis,
    string? EconomicAnalysis,
    string? SharingAnalysis,
    string? SecurityRequirements,
    string? Comparison,
    string? FundsNeeded,
    string? ProcurementPlan,
    bool? GoodsOrWorks,
    decimal? ServiceFeesOverLife,
    decimal? SelfBuildCostOverLife,
    [property: JsonConverter(typeof(PlausibleQuantityConverter))] decimal? PotentialSuppliers,
    bool? BreaksSecrecyRules);

/// <summary>A project that belongs to a construction project (第八条).</summary>
/// <param name="Separable">whether the IT part can be established on its own</param>
/// <param name="WholeEstimate">整个项目概算, 万元</param>
/// <param name="EngineeringEstimate">工程部分概算, 万元</param>
/// <param name="ItEstimate">信息化部分概算, 万元</param>
/// <param name="Ruling">the 文号 of the ruling that 市数字经济局 recorded, where neither part is above half</param>
/// <param name="ApprovalNumber">the number of 市发改委's 立项批复 of the whole, where it is 市发改委 that establishes</param>
public sealed record MixedWorks(
    bool? Separable,
    decimal? WholeEstimate,
    decimal? EngineeringEstimate,
    decimal? ItEstimate,
    string? Ruling,
    string? ApprovalNumber = null);

/// <summary>The eight declarations of 第二十条, in its order.</summary>
/// <param name="Hardware">第一项: 机房、数据中心、私有云平台、服务器等硬件</param>
/// <param name="LeasedLines">第二项: 互联网出口、专网租赁、终端安全防护</param>
/// <param name="OffCloud">第三项: 未部署或者未迁移到市级政务云</param>
/// <param name="CommonSystems">第四项: 共性系统、网站支撑、移动客户端、大数据平台、执法检查</param>
/// <param name="Unconnected">第五项: 未接入城市公共信息服务平台等</param>
/// <param name="Unready">第六项: 需求、整合、目录、共享、安全不到位</param>
/// <param name="NotShared">第七项: 非共建共享共用</param>
/// <param name="PredecessorOpen">第八项: 原项目尚未验收的升级改造</param>
public sealed record NegativeListDeclaration(
    NegativeListAnswer? Hardware,
    NegativeListAnswer? LeasedLines,
    NegativeListAnswer? OffCloud,
    NegativeListAnswer? CommonSystems,
    NegativeListAnswer? Unconnected,
    NegativeListAnswer? Unready,
    NegativeListAnswer? NotShared,
    NegativeListAnswer? PredecessorOpen);

/// <summary>Whether a kind of the negative list applies, and the law or regulation that excepts it.</summary>
public sealed record NegativeListAnswer(bool? Applies, string? LegalException);

/// <summary>What the records, not the applicant, say about a unit.</summary>
/// <param name="Municipal">it is a unit of the municipal level (第三条); counties have their own rules (第六十四条)</param>
/// <param name="DataAggregationMissing">市数字经济局 has recorded that data aggregation is not done (第二十四条)</param>
/// <param name="SecurityHazard">a supervising unit has recorded a hazard or a failed requirement (第五十七条)</param>
public sealed record UnitStanding(bool Municipal = true, bool DataAggregationMissing = false, bool SecurityHazard = false);
