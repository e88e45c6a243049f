using System.Globalization;

namespace Dazhou.Serverless.Projects;

/// <summary>A part of an application as it is read.</summary>
/// <param name="Title">Its heading, that of the form.</param>
/// <param name="Article">The article that asks for it.</param>
/// <param name="Rows">What it says; never nothing.</param>
public sealed record OverviewSection(string Title, string Article, IReadOnlyList<OverviewRow> Rows);

/// <summary>One item of an application.</summary>
/// <param name="Field">Its JSON path, e.g. <c>basicInformation.content</c>; of a declaration with its ground, the path of both.</param>
/// <param name="Label">What the form calls it.</param>
/// <param name="Value">What stands there in words, amounts with their unit, lines separated by <c>\n</c>; <see cref="ApplicationOverview.Missing"/> for nothing.</param>
public sealed record OverviewRow(string Field, string Label, string Value)
{
    /// <summary>The same as a table, for a list of several columns; null for everything else.</summary>
    public OverviewTable? Table { get; init; }

    /// <summary>Whether nothing was filled in.</summary>
    public bool IsMissing => Value == ApplicationOverview.Missing;

    /// <summary>Whether a field, as <see cref="CorrectionRules.Changes"/> names it, is this row's or a part of it.</summary>
    public bool Concerns(string field)
    {
        return field.StartsWith(Field, StringComparison.Ordinal) && (field.Length == Field.Length || field[Field.Length] is '.' or '[');
    }
}

/// <summary>A list of several columns.</summary>
/// <param name="Columns">Their headings.</param>
/// <param name="Lines">Each as long as the headings.</param>
public sealed record OverviewTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Lines);

/// <summary>
/// The whole application for those who read it (第九条): every field by its label, in the parts of the form, with what stands there in
/// words. The page and the 申报表 show this and keep no list of their own. Parts that do not concern the project are left out.
/// </summary>
public static class ApplicationOverview
{
    /// <summary>What stands where nothing was filled in.</summary>
    public const string Missing = "（未填写）";

    /// <summary>The parts of an application, in the order of the form.</summary>
    /// <param name="application">The application; its files are not looked at.</param>
    /// <param name="unitName">项目建设单位 by its name.</param>
    public static IReadOnlyList<OverviewSection> Of(ProjectApplication application, string unitName)
    {
        return
        [
            Project(application, unitName),
            Basics(application.BasicInformation),
            Technical(application.TechnicalPlan),
            Money(application),
            .. SelfBuild(application),
            .. Purchase(application),
            .. Works(application.MixedWorks),
            .. Existing(application.ExistingSystem),
            NegativeList(application.NegativeList),
            Declarations(application.Declarations),
        ];
    }

    /// <summary>自行建设 or 购买服务.</summary>
    public static string Chinese(Implementation implementation) => implementation switch
    {
        Implementation.SelfBuild => "自行建设",
        Implementation.PurchaseOfServices => "购买服务",
        _ => throw new ArgumentOutOfRangeException(nameof(implementation), implementation, "unknown"),
    };

    /// <summary>The kinds of 第三条.</summary>
    public static string Chinese(ApplicantKind kind) => kind switch
    {
        ApplicantKind.StateOrgan => "国家机关",
        ApplicantKind.SocialOrganisation => "社会团体",
        ApplicantKind.PublicInstitution => "事业单位",
        ApplicantKind.StateOwnedEnterprise => "国有企业",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown"),
    };

    /// <summary>The kinds of 第二条, as the form has them.</summary>
    public static string Chinese(FundingKind kind) => kind switch
    {
        FundingKind.MunicipalBudget => "市级财政预算资金",
        FundingKind.ConstructionFund => "纳入市级财政管理的政府性专项建设基金",
        FundingKind.LocalBond => "地方政府新增债券、专项债和项目配套融资资金",
        FundingKind.NationalBond => "国家发行债券所筹资金",
        FundingKind.ForeignLoan => "国家对外借款或担保所筹资金",
        FundingKind.PublicPrivatePartnership => "政府采取资本金注入方式的PPP项目",
        FundingKind.Other => "其他应当纳入政府投资的",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown"),
    };

    /// <summary>A function list as lines of 序号, 名称, 说明, 数量 and 单位.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> LinesOf(IReadOnlyList<FunctionItem> functions) =>
    [
        .. functions.Where(item => item is not null).Select((item, i) => new[]
        {
            Number(i + 1), item.Name?.Trim() ?? "", item.Description?.Trim() ?? "", item.Quantity is { } quantity ? Number(quantity) : "", item.Unit?.Trim() ?? "",
        }),
    ];

    private static OverviewSection Project(ProjectApplication a, string unitName) => new("项目与单位", "第二、三、四、六十五条",
    [
        Text("name", "项目名称", a.Name),
        Text("unit", "项目建设单位", unitName),
        Text("applicantKind", "单位性质", a.ApplicantKind is { } kind ? Chinese(kind) : null),
        Amount("totalInvestment", "总投资", a.TotalInvestment),
        Text("implementation", "实施方式", a.Implementation is { } way ? Chinese(way) : null),
        .. a.ConstructionMonths is { } months ? [Text("constructionMonths", "建设周期", string.Create(CultureInfo.InvariantCulture, $"{months}个月"))] : NoRows,
        YesNo("classified", "是否涉密项目", a.Classified),
        .. string.IsNullOrWhiteSpace(a.Succeeds) ? NoRows : [Text("succeeds", "接续的原项目编号", a.Succeeds)],
    ]);

    private static OverviewSection Basics(BasicInformation? b) => new("基本情况", "第九条第一项",
    [
        Text("basicInformation.basis", "项目建设依据", b?.Basis),
        Text("basicInformation.necessity", "项目建设必要性", b?.Necessity),
        Text("basicInformation.content", "项目建设内容", b?.Content),
        Functions(b?.Functions ?? []),
        Text("basicInformation.performanceGoals", "项目绩效目标", b?.PerformanceGoals),
        Text("basicInformation.implementationReason", "拟采用实施方式的主要原因", b?.ImplementationReason),
    ]);

    private static OverviewSection Technical(TechnicalPlanOutline? t) => new("技术方案", "第九条第二项",
    [
        Text("technicalPlan.applicationSystem", "应用系统实施方案", t?.ApplicationSystem),
        Text("technicalPlan.resourceCatalogue", "信息资源目录", t?.ResourceCatalogue),
        Text("technicalPlan.cloudRequirements", "政务云需求方案", t?.CloudRequirements),
        Text("technicalPlan.protection", "等级保护或分级保护方案", t?.Protection),
        Text("technicalPlan.cryptography", "密码应用方案", t?.Cryptography),
        Text("technicalPlan.secureProducts", "软硬件产品安全可靠情况说明", t?.SecureProducts),
    ]);

    private static OverviewSection Money(ProjectApplication a) => new("资金来源", "第二条、第九条第三项",
    [
        Text("funding.kind", "资金类别", a.Funding?.Kind is { } kind ? Chinese(kind) : null),
        .. a.Funding is { Kind: FundingKind.Other } or { OtherGround.Length: > 0 }
            ? [Text("funding.otherGround", "其他资金纳入政府投资的依据", a.Funding.OtherGround)]
            : NoRows,
        Amount("funding.operationPerYear", "每年运行维护经费", a.Funding?.OperationPerYear),
        Text("funding.channels", "经费渠道", string.Join('、', (a.Funding?.Channels ?? []).Where(channel => !string.IsNullOrWhiteSpace(channel)))),
    ]);

    private static IEnumerable<OverviewSection> SelfBuild(ProjectApplication a)
    {
        if (a.Implementation != Implementation.SelfBuild && a.SelfBuild is null)
            yield break;
        yield return new("自行建设", "第十一条",
        [
            Text("selfBuild.higherMandate", "上级明确要求的出处", a.SelfBuild?.HigherMandate),
            Text("selfBuild.urgentSecurityGround", "涉及国家安全等特殊原因且情况紧急的理由", a.SelfBuild?.UrgentSecurityGround),
        ]);
    }

    private static IEnumerable<OverviewSection> Purchase(ProjectApplication a)
    {
        if (a.Implementation != Implementation.PurchaseOfServices && a.Purchase is null)
            yield break;
        var p = a.Purchase;
        yield return new("购买服务", "第十二条",
        [
            Text("purchase.necessityAnalysis", "项目必要性分析", p?.NecessityAnalysis),
            Text("purchase.technicalAnalysis", "技术性分析", p?.TechnicalAnalysis),
            Text("purchase.economicAnalysis", "经济性分析", p?.EconomicAnalysis),
            Text("purchase.sharingAnalysis", "信息资源共享分析", p?.SharingAnalysis),
            Text("purchase.securityRequirements", "信息安全要求", p?.SecurityRequirements),
            Text("purchase.comparison", "自行建设和购买服务方式经济性比较分析", p?.Comparison),
            Text("purchase.fundsNeeded", "经费需求", p?.FundsNeeded),
            Text("purchase.procurementPlan", "招标和采购方案", p?.ProcurementPlan),
            YesNo("purchase.goodsOrWorks", "是否属于货物、工程或者将工程和服务打包", p?.GoodsOrWorks),
            Amount("purchase.serviceFeesOverLife", "使用期限内服务费预算总额", p?.ServiceFeesOverLife),
            Amount("purchase.selfBuildCostOverLife", "自行建设所需建设、运维经费总额", p?.SelfBuildCostOverLife),
            Text("purchase.potentialSuppliers", "潜在服务提供商数量", p?.PotentialSuppliers is { } suppliers ? $"{Number(suppliers)}家" : null),
            YesNo("purchase.breaksSecrecyRules", "是否违反安全保密有关要求", p?.BreaksSecrecyRules),
        ]);
    }

    private static IEnumerable<OverviewSection> Works(MixedWorks? works)
    {
        if (works is null)
            yield break;
        var row = new List<OverviewRow> { YesNo("mixedWorks.separable", "信息化部分能否与工程分开单独立项", works.Separable, "能", "不能") };
        if (works.Separable == false || works.WholeEstimate is not null || works.EngineeringEstimate is not null || works.ItEstimate is not null)
        {
            row.Add(Amount("mixedWorks.wholeEstimate", "整个项目概算", works.WholeEstimate));
            row.Add(Amount("mixedWorks.engineeringEstimate", "工程部分概算", works.EngineeringEstimate));
            row.Add(Amount("mixedWorks.itEstimate", "信息化部分概算", works.ItEstimate));
        }

        if (!string.IsNullOrWhiteSpace(works.Ruling)) row.Add(Text("mixedWorks.ruling", "市数字经济局的裁定文号", works.Ruling));
        if (!string.IsNullOrWhiteSpace(works.ApprovalNumber)) row.Add(Text("mixedWorks.approvalNumber", "市发展改革委立项批复文号", works.ApprovalNumber));
        yield return new("工程建设中包含的信息化项目", "第八条", row);
    }

    private static IEnumerable<OverviewSection> Existing(ExistingSystem? existing)
    {
        if (existing is null)
            yield break;
        yield return new("已建系统", "第二十一条",
        [
            YesNo("existingSystem.buildsOn", "是否在已建系统基础上建设", existing.BuildsOn),
            .. existing.BuildsOn == true || !string.IsNullOrWhiteSpace(existing.System) ? [Text("existingSystem.system", "系统目录编号", existing.System)] : NoRows,
        ]);
    }

    private static OverviewSection NegativeList(NegativeListDeclaration? n) => new("负面清单声明", "第二十条",
    [
        Kind("hardware", "新建或扩建机房、数据中心、私有云平台，新增服务器、存储等硬件", n?.Hardware),
        Kind("leasedLines", "互联网出口、专网租赁，未统一监管的终端安全防护", n?.LeasedLines),
        Kind("offCloud", "未部署或者未迁移到市级政务云", n?.OffCloud),
        Kind("commonSystems", "共性系统、网站支撑平台、独立移动客户端、大数据平台、执法检查类系统", n?.CommonSystems),
        Kind("unconnected", "未接入城市公共信息服务平台等统一平台", n?.Unconnected),
        Kind("unready", "需求、整合、目录普查、共享、安全不到位", n?.Unready),
        Kind("notShared", "非共建共享共用", n?.NotShared),
        Kind("predecessorOpen", "原项目尚未验收的升级改造", n?.PredecessorOpen),
    ]);

    private static OverviewSection Declarations(UnitDeclarations? d) => new("单位声明", "第九、二十四、五十七条",
    [
        YesNo("declarations.existingSystemSuffices", "单位已建系统可满足需求", d?.ExistingSystemSuffices),
        YesNo("declarations.requirementsUnclear", "新需求不清晰", d?.RequirementsUnclear),
        YesNo("declarations.sharingOwed", "现有信息系统数据应共享未共享", d?.SharingOwed),
        YesNo("declarations.refusesSharing", "无正当理由拒绝新建系统数据共享开放", d?.RefusesSharing),
        YesNo("declarations.dataAggregationDone", "已按技术要求完成数据归集", d?.DataAggregationDone),
        YesNo("declarations.cannotShare", "依据有关要求不能进行信息共享", d?.CannotShare),
        .. d?.CannotShare == true || !string.IsNullOrWhiteSpace(d?.CannotShareApproval)
            ? [Text("declarations.cannotShareApproval", "不能共享的核准文号", d.CannotShareApproval)]
            : NoRows,
        YesNo("declarations.securityDeficient", "不符合密码应用和网络安全要求或者存在重大安全隐患", d?.SecurityDeficient),
    ]);

    private static IReadOnlyList<OverviewRow> NoRows => [];

    private static OverviewRow Text(string field, string label, string? value) =>
        new(field, label, string.IsNullOrWhiteSpace(value) ? Missing : value.Trim().ReplaceLineEndings("\n"));

    private static OverviewRow Amount(string field, string label, decimal? amount) => Text(field, label, amount is { } value ? Amounts.Text(value) : null);

    private static OverviewRow YesNo(string field, string label, bool? answer, string yes = "是", string no = "否") =>
        Text(field, label, answer is { } value ? value ? yes : no : null);

    private static OverviewRow Kind(string name, string label, NegativeListAnswer? answer) => Text($"negativeList.{name}", label, answer switch
    {
        { Applies: true, LegalException: { } law } when !string.IsNullOrWhiteSpace(law) => $"属于；法律法规的明确规定：{law.Trim()}",
        { Applies: true } => "属于",
        { Applies: false } => "不属于",
        _ => null,
    });

    private static OverviewRow Functions(IReadOnlyList<FunctionItem> functions)
    {
        var lines = LinesOf(functions);
        var text = string.Join('\n', lines.Select(line => $"{line[0]}. {line[1]}{(line[2].Length > 0 ? $"：{line[2]}" : "")}{(line[3].Length > 0 ? $"（{line[3]}{line[4]}）" : "")}"));
        return Text("basicInformation.functions", "具体功能清单", text) with
        {
            Table = lines.Count == 0 ? null : new(["序号", "名称", "说明", "数量", "单位"], lines),
        };
    }

    private static string Number(decimal number) => number.ToString("#,##0.############", CultureInfo.InvariantCulture);
}
