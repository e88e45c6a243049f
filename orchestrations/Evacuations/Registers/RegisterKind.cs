namespace Dazhou.Serverless.Evacuations;

/// <summary>A kind of register that each county keeps (达市府办发〔2023〕21号).</summary>
/// <param name="Key">the name in addresses</param>
/// <param name="Title">the title of the sheet and on pages</param>
/// <param name="Article">the part of the document that asks for it</param>
/// <param name="Columns">the columns; the first is the id</param>
public sealed record RegisterKind(string Key, string Title, string Article, IReadOnlyList<RegisterColumn> Columns)
{
    /// <summary>The column of the id.</summary>
    public const string Id = "id";

    /// <summary>The column of the area to which an entry belongs, and by which those on duty are found.</summary>
    public const string Area = "area";

    /// <summary>The register of smallest units.</summary>
    public const string Units = "units";

    /// <summary>The register of people at risk.</summary>
    public const string Households = "households";

    /// <summary>The register of risk points.</summary>
    public const string RiskPoints = "risk-points";

    /// <summary>The register of shelters.</summary>
    public const string Shelters = "shelters";

    /// <summary>The register of plans.</summary>
    public const string Plans = "plans";

    /// <summary>The register of information officers.</summary>
    public const string Officers = "officers";

    /// <summary>The duty roster.</summary>
    public const string Duty = "duty";

    private static readonly string[] Hazards = ["地质灾害", "山洪", "洪涝", "暴雨", "雷电大风", "其他"];

    /// <summary>Gets all registers, each after those that its entries name.</summary>
    public static IReadOnlyList<RegisterKind> All { get; } =
    [
        new(Units, "最小工作单元", "四、（三）",
        [
            IdColumn,
            AreaColumn(AreaLevel.Unit),
            new("name", "名称", IsRequired: true),
            new("town", "乡镇（街道）", IsRequired: true),
            new("village", "村（社区）", IsRequired: true),
            new("whistle", "吹哨人", ColumnKind.Name, IsRequired: true),
            new("whistlePhone", "吹哨人电话", ColumnKind.Telephone, IsRequired: true),
            new("countyPost", "县包乡镇责任岗位", IsRequired: true),
            new("townPost", "乡镇包村责任岗位", IsRequired: true),
            new("villagePost", "村包组责任岗位", IsRequired: true),
            new("householdPost", "干部包户责任岗位", IsRequired: true),
        ]),
        new(Shelters, "避险安置点", "六、（六）",
        [
            IdColumn,
            AreaColumn(),
            new("name", "名称", IsRequired: true),
            new("kind", "类型", ColumnKind.Choice, IsRequired: true) { Choices = ["活动室", "学校", "卫生室", "闲置办公用房", "其他公共场所"] },
            new("capacity", "可安置人数", ColumnKind.Number, IsRequired: true),
            new("openTo", "安置区域", ColumnKind.Areas),
            new("safeFrom", "适用灾种", ColumnKind.Choices, IsRequired: true) { Choices = Hazards },
        ]),
        new(RiskPoints, "危险区域和风险点位", "三、（二）",
        [
            IdColumn,
            AreaColumn(),
            new("name", "名称", IsRequired: true),
            new("kind", "类别", ColumnKind.Choice, IsRequired: true) { Choices = ["地质灾害隐患点", "山洪灾害危险区", "水库堤坝", "低洼地段", "旅游景区", "工地营地"] },
            new("units", "受威胁单元", ColumnKind.Areas, IsRequired: true) { Level = AreaLevel.Unit },
            new("post", "责任岗位", IsRequired: true),
            new("inspectionDays", "巡查间隔（天）", ColumnKind.Number, IsRequired: true),
            new("inspectedOn", "最近巡查日期", ColumnKind.Day),
            new("treatment", "治理情况"),
        ]),
        new(Households, "受威胁群众", "三、（二）",
        [
            IdColumn,
            AreaColumn(AreaLevel.Unit),
            new("kind", "类别", ColumnKind.Choice, IsRequired: true) { Choices = ["住户", "企业", "事业单位", "旅游景区", "施工工地"] },
            new("head", "户主或者负责人", ColumnKind.Name, IsRequired: true),
            new("phone", "联系电话", ColumnKind.Telephone),
            new("people", "人数", ColumnKind.Number, IsRequired: true),
            new("elderly", "孤寡老人", ColumnKind.Number),
            new("children", "留守儿童", ColumnKind.Number),
            new("disabled", "残疾人", ColumnKind.Number),
            new("helper", "一对一责任人", ColumnKind.Name),
            new("helperPhone", "一对一责任人电话", ColumnKind.Telephone),
            new("shelter", "避险安置点", ColumnKind.Entry) { Of = Shelters },
        ]),
        new(Plans, "避险转移预案", "五、（四）",
        [
            IdColumn,
            AreaColumn(),
            new("riskPoint", "风险点", ColumnKind.Entry, IsRequired: true) { Of = RiskPoints },
            new("hazard", "灾种", ColumnKind.Choice, IsRequired: true) { Choices = Hazards },
            new("level", "暴雨预警等级", ColumnKind.Choice, IsRequired: true) { Choices = ["蓝色", "黄色", "橙色", "红色"] },
            new("post", "避险责任岗位", IsRequired: true),
            new("units", "转移对象所在单元", ColumnKind.Areas, IsRequired: true) { Level = AreaLevel.Unit },
            new("signal", "预警信号", IsRequired: true),
            new("route", "转移路线", IsRequired: true),
            new("shelter", "避险安置点", ColumnKind.Entry, IsRequired: true) { Of = Shelters },
        ]),
        new(Officers, "村级灾害信息员", "六、（八）",
        [
            IdColumn,
            AreaColumn(AreaLevel.Village),
            new("post", "岗位", ColumnKind.Choice, IsRequired: true) { Choices = ["A岗", "B岗"] },
            new("name", "姓名", ColumnKind.Name, IsRequired: true),
            new("phone", "电话", ColumnKind.Telephone, IsRequired: true),
            new("from", "起始日期", ColumnKind.Day, IsRequired: true),
            new("until", "截止日期", ColumnKind.Day),
        ]),
        new(Duty, "值班值守", "四、（三）",
        [
            IdColumn,
            AreaColumn(),
            new("person", "值班人员编号", ColumnKind.Person, IsRequired: true),
            new("from", "起始时间", ColumnKind.Time, IsRequired: true),
            new("until", "截止时间", ColumnKind.Time, IsRequired: true),
        ]),
    ];

    /// <summary>Returns a register by its name in addresses; null if there is none.</summary>
    public static RegisterKind? Find(string key) => All.FirstOrDefault(kind => kind.Key == key);

    /// <summary>Gets the columns with personal data.</summary>
    public IEnumerable<RegisterColumn> PersonalColumns => Columns.Where(column => column.IsPersonal);

    private static RegisterColumn IdColumn => new(Id, "编号", IsRequired: true);

    private static RegisterColumn AreaColumn(AreaLevel? level = null) => new(Area, "区域编号", ColumnKind.Area, IsRequired: true) { Level = level };
}
