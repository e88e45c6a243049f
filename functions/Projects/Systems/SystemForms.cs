using Dazhou.Serverless.Projects;

namespace Dazhou.Serverless.Functions.Projects.Systems;

/// <summary>The forms of the catalogue of systems; its rules belong to <c>SystemRules</c>.</summary>
public static class SystemForms
{
    private static readonly SubmissionField[] Described =
    [
        new("name", "系统名称"),
        new("projectNumber", "立项批复文号（没有的不填）"),
        new("acceptedOn", "验收（投入使用）日期", SubmissionFieldType.Date),
        new("maintenanceEnds", "维保结束日期（不知道的不填）", SubmissionFieldType.Date),
        new("security", "密码应用和网络安全", SubmissionFieldType.Choice, [("qualified", "符合要求"), ("deficient", "不符合要求或者存在重大安全隐患")]),
        new("protectionLevel", "等级保护级别（1至5，没有的不填）", SubmissionFieldType.Number),
    ];

    private static readonly SubmissionField Reason = new("reason", "理由", SubmissionFieldType.LongText);

    /// <summary>登记已建系统; 市数字经济局 also chooses the unit.</summary>
    public static SubmissionKind Entry(IReadOnlyList<(string Value, string Label)> units) => Form(
        "entry", "已建系统登记", SubmissionSide.Unit,
        [new SubmissionField("unit", "建设单位（市数字经济局代为登记时选择）", SubmissionFieldType.Choice, units), .. Described]);

    /// <summary>变更</summary>
    public static SubmissionKind Change { get; } = Form("change", "变更申请", SubmissionSide.Unit, [.. Described, Reason]);

    /// <summary>下线</summary>
    public static SubmissionKind StrikeOff { get; } = Form("strike-off", "下线申请", SubmissionSide.Unit, Reason);

    /// <summary>确认</summary>
    public static SubmissionKind Decision { get; } = Form(
        "decision", "确认意见", SubmissionSide.Supervisor,
        new("agree", "是否同意", SubmissionFieldType.YesNo), new("comment", "意见（不同意的写明理由）", SubmissionFieldType.LongText));

    /// <summary>Returns the form of an act by its name in the URL; null if there is no such act.</summary>
    public static SubmissionKind? Of(string act) => act switch
    {
        "change" => Change,
        "strike-off" => StrikeOff,
        "decision" => Decision,
        _ => null,
    };

    /// <summary>Returns a system as form values, with which the change form is prefilled.</summary>
    public static IReadOnlyDictionary<string, string> Typed(SystemDescription description) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["name"] = description.Name ?? "",
        ["projectNumber"] = description.ProjectNumber ?? "",
        ["acceptedOn"] = $"{description.AcceptedOn:yyyy-MM-dd}",
        ["maintenanceEnds"] = $"{description.MaintenanceEnds:yyyy-MM-dd}",
        ["security"] = description.Security switch { SystemSecurity.Qualified => "qualified", SystemSecurity.Deficient => "deficient", _ => "" },
        ["protectionLevel"] = $"{description.ProtectionLevel}",
    };

    private static SubmissionKind Form(string act, string title, SubmissionSide side, params SubmissionField[] fields) => new()
    {
        Step = $"system.{act}",
        Title = title,
        Article = SystemRules.Article,
        Stage = "system",
        Side = side,
        Fields = fields,
        TakesFiles = false,
    };
}
