using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// What a unit hands in to have an IT project established: the body of <c>POST /api/projects</c>.
/// Everything is nullable because it comes from outside; <see cref="IntakeRules"/> says what is missing.
/// Amounts are in 万元 with at most two decimals.
/// </summary>
/// <param name="Name">项目名称</param>
/// <param name="Unit">项目建设单位, its id in the directory</param>
/// <param name="ApplicantKind">which of the four kinds of 第三条 the unit is</param>
/// <param name="TotalInvestment">总投资</param>
/// <param name="Implementation">自行建设 or 购买服务 (第四条)</param>
/// <param name="Classified">whether it is a 涉密 project (第六十五条)</param>
/// <param name="BasicInformation">第九条第一项</param>
/// <param name="TechnicalPlan">第九条第二项</param>
/// <param name="Funding">第九条第三项</param>
/// <param name="SelfBuild">第十一条, for self-build only</param>
/// <param name="Purchase">第十二条, for purchase of services only</param>
/// <param name="MixedWorks">第八条, only where the project is part of a construction project</param>
/// <param name="NegativeList">one declaration for each kind of 第二十条</param>
/// <param name="Declarations">the unit's word on 第九条第二款, 第二十四条 and 第五十七条</param>
/// <param name="Documents">the files</param>
public sealed record ProjectApplication(
    string? Name,
    string? Unit,
    [property: JsonConverter(typeof(LenientEnumConverter<ApplicantKind>))] ApplicantKind? ApplicantKind,
    decimal? TotalInvestment,
    [property: JsonConverter(typeof(LenientEnumConverter<Implementation>))] Implementation? Implementation,
    bool? Classified,
    BasicInformation? BasicInformation,
    TechnicalPlanOutline? TechnicalPlan,
    Funding? Funding,
    SelfBuildCase? SelfBuild,
    PurchaseCase? Purchase,
    MixedWorks? MixedWorks,
    NegativeListDeclaration? NegativeList,
    UnitDeclarations? Declarations,
    IReadOnlyList<ApplicationDocument>? Documents)
{
    /// <summary>建设周期 in months as planned; null where the application does not say.</summary>
    public int? ConstructionMonths { get; init; }

    /// <summary>The project that this one starts over, because its supplements went beyond a tenth (第四十三条); its id.</summary>
    public string? Succeeds { get; init; }

    /// <summary>The built system that it upgrades, renews or operates (第二十一条); null where the application does not speak of one.</summary>
    public ExistingSystem? ExistingSystem { get; init; }
}

/// <summary>Whether an application builds on an existing system.</summary>
/// <param name="BuildsOn">在已建系统基础上升级改造、续建或者运维</param>
/// <param name="System">the system's id in the catalogue</param>
public sealed record ExistingSystem(bool? BuildsOn, string? System);

/// <summary>The kinds of applicant that 第三条 admits.</summary>
public enum ApplicantKind
{
    /// <summary>国家机关</summary>
    StateOrgan,

    /// <summary>社会团体</summary>
    SocialOrganisation,

    /// <summary>事业单位</summary>
    PublicInstitution,

    /// <summary>国有企业</summary>
    StateOwnedEnterprise,
}

/// <summary>How a project comes about (第四条).</summary>
public enum Implementation
{
    /// <summary>自行建设</summary>
    SelfBuild,

    /// <summary>购买服务</summary>
    PurchaseOfServices,
}

/// <summary>The seven kinds of funding of 第二条, in its order.</summary>
public enum FundingKind
{
    /// <summary>市级财政预算资金</summary>
    MunicipalBudget,

    /// <summary>纳入市级财政管理的政府性专项建设基金</summary>
    ConstructionFund,

    /// <summary>地方政府新增债券、专项债和项目配套融资资金</summary>
    LocalBond,

    /// <summary>国家发行债券所筹资金</summary>
    NationalBond,

    /// <summary>国家对外借款或担保所筹资金</summary>
    ForeignLoan,

    /// <summary>政府采取资本金注入方式的政府和社会资本合作（PPP）</summary>
    PublicPrivatePartnership,

    /// <summary>其他应当纳入政府投资的, with its ground</summary>
    Other,
}

/// <summary>基本情况 (第九条第一项).</summary>
/// <param name="Basis">项目建设依据</param>
/// <param name="Necessity">项目建设必要性</param>
/// <param name="Content">项目建设内容</param>
/// <param name="Functions">the content item by item, later the 具体功能清单 that 第三十五条 makes public</param>
/// <param name="PerformanceGoals">项目绩效目标</param>
/// <param name="ImplementationReason">why it is built or bought that way</param>
public sealed record BasicInformation(
    string? Basis,
    string? Necessity,
    string? Content,
    IReadOnlyList<FunctionItem>? Functions,
    string? PerformanceGoals,
    string? ImplementationReason);

/// <summary>One line of the function list.</summary>
public sealed record FunctionItem(
    string? Name,
    string? Description,
    [property: JsonConverter(typeof(PlausibleQuantityConverter))] decimal? Quantity,
    string? Unit);

/// <summary>技术方案 at the depth of an application (第九条第二项).</summary>
/// <param name="ApplicationSystem">应用系统实施方案</param>
/// <param name="ResourceCatalogue">信息资源目录</param>
/// <param name="CloudRequirements">政务云需求方案</param>
/// <param name="Protection">等级保护或分级保护方案</param>
/// <param name="Cryptography">密码应用方案</param>
/// <param name="SecureProducts">软硬件产品安全可靠情况说明 (第五十六条)</param>
public sealed record TechnicalPlanOutline(
    string? ApplicationSystem,
    string? ResourceCatalogue,
    string? CloudRequirements,
    string? Protection,
    string? Cryptography,
    string? SecureProducts);

/// <summary>资金来源 (第九条第三项); the investment itself is the application's total.</summary>
/// <param name="Kind">one of the seven kinds of 第二条</param>
/// <param name="OtherGround">for <see cref="FundingKind.Other"/>: why it belongs to government investment</param>
/// <param name="OperationPerYear">运行维护经费 a year, 万元</param>
/// <param name="Channels">经费渠道</param>
public sealed record Funding(
    [property: JsonConverter(typeof(LenientEnumConverter<FundingKind>))] FundingKind? Kind,
    string? OtherGround,
    decimal? OperationPerYear,
    IReadOnlyList<string>? Channels);

/// <summary>The unit's own statements on the exclusion grounds and blocks.</summary>
/// <param name="ExistingSystemSuffices">单位已建系统可满足需求 (第九条)</param>
/// <param name="RequirementsUnclear">新需求不清晰 (第九条)</param>
/// <param name="SharingOwed">现有信息系统数据应共享未共享 (第九条)</param>
/// <param name="RefusesSharing">无正当理由拒绝新建系统数据共享开放 (第九条)</param>
/// <param name="DataAggregationDone">已按技术要求完成数据归集 (第二十四条)</param>
/// <param name="CannotShare">依据有关要求不能进行信息共享 (第二十四条)</param>
/// <param name="CannotShareApproval">the reference of 市数字经济局's 核准 for that</param>
/// <param name="SecurityDeficient">不符合密码应用和网络安全要求，或者存在重大安全隐患 (第五十七条)</param>
public sealed record UnitDeclarations(
    bool? ExistingSystemSuffices,
    bool? RequirementsUnclear,
    bool? SharingOwed,
    bool? RefusesSharing,
    bool? DataAggregationDone,
    bool? CannotShare,
    string? CannotShareApproval,
    bool? SecurityDeficient);

/// <summary>A file that comes with the application.</summary>
/// <param name="Kind">what it is: <c>application</c>, <c>integrationChapter</c>, <c>other</c></param>
/// <param name="FileName">its name</param>
/// <param name="ContentType">its declared type; the store checks the content</param>
/// <param name="ContentBase64">its bytes</param>
public sealed record ApplicationDocument(string? Kind, string? FileName, string? ContentType, string? ContentBase64);
