namespace Dazhou.Serverless.Functions.Projects.Application;

/// <summary>How a field of the form is filled in.</summary>
public enum FieldKind
{
    /// <summary>One line of text.</summary>
    Text,

    /// <summary>Several lines of text.</summary>
    LongText,

    /// <summary>An amount in 万元.</summary>
    Amount,

    /// <summary>A count.</summary>
    Number,

    /// <summary>One of several words.</summary>
    Choice,

    /// <summary>是 or 否, neither preselected.</summary>
    YesNo,

    /// <summary>One entry a line.</summary>
    Lines,

    /// <summary>The function list: one item a line, its columns separated by ｜ or tabs.</summary>
    Functions,

    /// <summary>An upload that becomes an entry of <c>documents</c>.</summary>
    File,
}

/// <summary>One field of the application form.</summary>
/// <param name="Path">Its place in the JSON of <c>POST /api/projects</c>, which is also its form name.</param>
/// <param name="Label">What the form calls it.</param>
/// <param name="Kind">How it is filled in.</param>
/// <param name="Hint">What to write.</param>
public sealed record ApplicationField(string Path, string Label, FieldKind Kind, string? Hint = null)
{
    /// <summary>The words of a <see cref="FieldKind.Choice"/>.</summary>
    public IReadOnlyList<(string Value, string Text)> Options { get; init; } = [];

    /// <summary>Whether it may be left empty; a choice that was made can then be taken back.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The field and the answer for which alone it is filled in; null where it always is.</summary>
    public (string Path, string Answer)? When { get; init; }
}

/// <summary>A part of the form.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Article">The article that asks for it.</param>
/// <param name="Note">When it is to be filled in.</param>
/// <param name="Fields">Its fields.</param>
public sealed record ApplicationSection(string Title, string Article, string? Note, IReadOnlyList<ApplicationField> Fields)
{
    /// <summary>The 实施方式 for which alone it is filled in; null for both.</summary>
    public string? For { get; init; }
}

/// <summary>The application form as data: what 第二、八、九、十一、十二、二十、二十一、二十四、五十七条 ask for.</summary>
public static class ApplicationFields
{
    /// <summary>The field that decides between 自行建设 and 购买服务.</summary>
    public const string Implementation = "implementation";

    /// <summary>Its parts in the order of the form.</summary>
    public static IReadOnlyList<ApplicationSection> Sections { get; } =
    [
        new("项目与单位", "第二、三、四、六十五条", null,
        [
            new("name", "项目名称", FieldKind.Text),
            new("unit", "项目建设单位", FieldKind.Choice),
            new("applicantKind", "单位性质", FieldKind.Choice)
            {
                Options = [("stateOrgan", "国家机关"), ("socialOrganisation", "社会团体"), ("publicInstitution", "事业单位"), ("stateOwnedEnterprise", "国有企业")],
            },
            new("totalInvestment", "总投资（万元）", FieldKind.Amount, "最多两位小数，30万元以上（含本数）适用本办法"),
            new("implementation", "实施方式", FieldKind.Choice) { Options = [("selfBuild", "自行建设"), ("purchaseOfServices", "购买服务")] },
            new("classified", "是否涉密项目", FieldKind.YesNo, "涉密项目不得通过本系统申报"),
            new("succeeds", "接续的原项目编号", FieldKind.Text, "补充合同超过原合同金额10%、须重新履行程序的填写（第四十三条）") { IsOptional = true },
        ]),
        new("基本情况", "第九条第一项", null,
        [
            new("basicInformation.basis", "项目建设依据", FieldKind.LongText),
            new("basicInformation.necessity", "项目建设必要性", FieldKind.LongText),
            new("basicInformation.content", "项目建设内容", FieldKind.LongText),
            new("basicInformation.functions", "具体功能清单", FieldKind.Functions, "每行一项：名称｜说明｜数量｜单位。可从 Excel 整块粘贴，有表头的连同表头。立项后按第三十五条公示。"),
            new("basicInformation.performanceGoals", "项目绩效目标", FieldKind.LongText),
            new("basicInformation.implementationReason", "拟采用实施方式的主要原因", FieldKind.LongText),
        ]),
        new("技术方案", "第九条第二项", null,
        [
            new("technicalPlan.applicationSystem", "应用系统实施方案", FieldKind.LongText),
            new("technicalPlan.resourceCatalogue", "信息资源目录", FieldKind.LongText),
            new("technicalPlan.cloudRequirements", "政务云需求方案", FieldKind.LongText),
            new("technicalPlan.protection", "等级保护或分级保护方案", FieldKind.LongText),
            new("technicalPlan.cryptography", "密码应用方案", FieldKind.LongText),
            new("technicalPlan.secureProducts", "软硬件产品安全可靠情况说明（第五十六条）", FieldKind.LongText),
        ]),
        new("资金来源", "第二条、第九条第三项", null,
        [
            new("funding.kind", "资金类别", FieldKind.Choice)
            {
                Options =
                [
                    ("municipalBudget", "市级财政预算资金"),
                    ("constructionFund", "纳入市级财政管理的政府性专项建设基金"),
                    ("localBond", "地方政府新增债券、专项债和项目配套融资资金"),
                    ("nationalBond", "国家发行债券所筹资金"),
                    ("foreignLoan", "国家对外借款或担保所筹资金"),
                    ("publicPrivatePartnership", "政府采取资本金注入方式的PPP项目"),
                    ("other", "其他应当纳入政府投资的"),
                ],
            },
            new("funding.otherGround", "其他资金纳入政府投资的依据", FieldKind.Text, "仅选择“其他”时填写") { When = ("funding.kind", "other") },
            new("funding.operationPerYear", "每年运行维护经费（万元）", FieldKind.Amount),
            new("funding.channels", "经费渠道", FieldKind.Lines, "每行一个，例如：预算内资金、中央专项资金、省级专项资金"),
        ]),
        new("自行建设", "第十一条", "仅自行建设的项目填写，并上传专篇。",
        [
            new("selfBuild.higherMandate", "上级明确要求的出处", FieldKind.LongText),
            new("selfBuild.urgentSecurityGround", "涉及国家安全等特殊原因且情况紧急的理由", FieldKind.LongText),
            new("documents.integrationChapter", "系统整合、集约化建设和信息资源共享开放分析专篇", FieldKind.File),
        ]) { For = "selfBuild" },
        new("购买服务", "第十二条", "仅购买服务的项目填写。",
        [
            new("purchase.necessityAnalysis", "项目必要性分析", FieldKind.LongText),
            new("purchase.technicalAnalysis", "技术性分析", FieldKind.LongText),
            new("purchase.economicAnalysis", "经济性分析", FieldKind.LongText),
            new("purchase.sharingAnalysis", "信息资源共享分析", FieldKind.LongText),
            new("purchase.securityRequirements", "信息安全要求", FieldKind.LongText),
            new("purchase.comparison", "自行建设和购买服务方式经济性比较分析", FieldKind.LongText),
            new("purchase.fundsNeeded", "经费需求", FieldKind.LongText),
            new("purchase.procurementPlan", "招标和采购方案", FieldKind.LongText),
            new("purchase.goodsOrWorks", "是否属于货物、工程或者将工程和服务打包", FieldKind.YesNo),
            new("purchase.serviceFeesOverLife", "使用期限内服务费预算总额（万元）", FieldKind.Amount),
            new("purchase.selfBuildCostOverLife", "自行建设所需建设、运维经费总额（万元）", FieldKind.Amount),
            new("purchase.potentialSuppliers", "潜在服务提供商数量（家）", FieldKind.Number),
            new("purchase.breaksSecrecyRules", "是否违反安全保密有关要求", FieldKind.YesNo),
        ]) { For = "purchaseOfServices" },
        new("工程建设中包含的信息化项目", "第八条", "仅属于工程建设一部分的项目填写。",
        [
            new("mixedWorks.separable", "信息化部分能否与工程分开单独立项", FieldKind.YesNo) { IsOptional = true },
            new("mixedWorks.wholeEstimate", "整个项目概算（万元）", FieldKind.Amount) { IsOptional = true },
            new("mixedWorks.engineeringEstimate", "工程部分概算（万元）", FieldKind.Amount) { IsOptional = true },
            new("mixedWorks.itEstimate", "信息化部分概算（万元）", FieldKind.Amount) { IsOptional = true },
            new("mixedWorks.ruling", "市数字经济局的裁定文号", FieldKind.Text, "两部分均未超过50%时填写，由市数字经济局先在单位记录中登记") { IsOptional = true },
            new("mixedWorks.approvalNumber", "市发展改革委立项批复文号", FieldKind.Text, "工程部分超过50%、整个项目已由市发展改革委立项时填写") { IsOptional = true },
        ]),
        new("已建系统", "第二十一条", "仅在已建系统基础上升级改造、续建或者运维的项目填写。",
        [
            new("existingSystem.buildsOn", "是否在已建系统基础上建设", FieldKind.YesNo) { IsOptional = true },
            new("existingSystem.system", "系统目录编号", FieldKind.Text, "在“系统目录”中查询") { When = ("existingSystem.buildsOn", "true") },
        ]),
        new("负面清单声明", "第二十条", "逐项声明是否属于；属于且法律法规另有规定的，写明规定。", [.. NegativeList()]),
        new("单位声明", "第九、二十四、五十七条", null,
        [
            new("declarations.existingSystemSuffices", "单位已建系统可满足需求", FieldKind.YesNo),
            new("declarations.requirementsUnclear", "新需求不清晰", FieldKind.YesNo),
            new("declarations.sharingOwed", "现有信息系统数据应共享未共享", FieldKind.YesNo),
            new("declarations.refusesSharing", "无正当理由拒绝新建系统数据共享开放", FieldKind.YesNo),
            new("declarations.dataAggregationDone", "已按技术要求完成数据归集", FieldKind.YesNo),
            new("declarations.cannotShare", "依据有关要求不能进行信息共享", FieldKind.YesNo),
            new("declarations.cannotShareApproval", "不能共享的核准文号", FieldKind.Text, "由市数字经济局核准") { When = ("declarations.cannotShare", "true") },
            new("declarations.securityDeficient", "不符合密码应用和网络安全要求或者存在重大安全隐患", FieldKind.YesNo),
        ]),
        new("申报材料", "第九条", null,
        [
            new("documents.application", "项目申报材料", FieldKind.File, "PDF、Word、Excel 或图片"),
            new("documents.other", "其他材料", FieldKind.File, "可以不交") { IsOptional = true },
        ]),
    ];

    /// <summary>Every field.</summary>
    public static IReadOnlyList<ApplicationField> All { get; } = [.. Sections.SelectMany(section => section.Fields)];

    /// <summary>Whether a field is filled in where the 实施方式 is so; null for one that is not chosen yet.</summary>
    public static bool Belongs(ApplicationField field, string? implementation) =>
        string.IsNullOrEmpty(implementation)
        || Sections.First(section => section.Fields.Contains(field)).For is not { } only || only == implementation;

    private static IEnumerable<ApplicationField> NegativeList()
    {
        (string Path, string Label)[] kinds =
        [
            ("hardware", "新建或扩建机房、数据中心、私有云平台，新增服务器、存储等硬件"),
            ("leasedLines", "互联网出口、专网租赁，未统一监管的终端安全防护"),
            ("offCloud", "未部署或者未迁移到市级政务云"),
            ("commonSystems", "共性系统、网站支撑平台、独立移动客户端、大数据平台、执法检查类系统"),
            ("unconnected", "未接入城市公共信息服务平台等统一平台"),
            ("unready", "需求、整合、目录普查、共享、安全不到位"),
            ("notShared", "非共建共享共用"),
            ("predecessorOpen", "原项目尚未验收的升级改造"),
        ];
        foreach (var (path, label) in kinds)
        {
            yield return new($"negativeList.{path}.applies", label, FieldKind.YesNo);
            yield return new($"negativeList.{path}.legalException", "法律法规的明确规定", FieldKind.Text, "属于上项时填写") { When = ($"negativeList.{path}.applies", "true") };
        }
    }
}
