namespace Dazhou.Serverless.Projects;

/// <summary>The 履约验收报告 of the unit (第四十八条).</summary>
/// <param name="Passed">验收是否合格</param>
/// <param name="SecureAndReliable">采用安全可靠软硬件产品 (第五十六条)</param>
/// <param name="CryptographyReviewed">密码应用和安全审查情况合格 (第五十六条)</param>
/// <param name="ProtectionTested">已完成信息安全等级保护测评 (第五十九条)</param>
/// <param name="EnergyEfficient">硬件设备和新建数据中心能源利用效率合格; null if there is no hardware (第五十六条)</param>
/// <param name="OperationFrom">正式投入使用日期 (第四十九条)</param>
/// <param name="Conclusion">验收结论</param>
/// <param name="Defects">what must be corrected if the acceptance failed</param>
public sealed record AcceptanceReport(
    bool? Passed,
    bool? SecureAndReliable,
    bool? CryptographyReviewed,
    bool? ProtectionTested,
    bool? EnergyEfficient,
    DateOnly? OperationFrom,
    string? Conclusion,
    string? Defects)
{
    /// <summary>维保结束日期, for the catalogue of systems (第二十一条); null if not reported.</summary>
    public DateOnly? MaintenanceEnds { get; init; }

    /// <summary>等级保护级别, 1 to 5; null if not reported.</summary>
    public int? ProtectionLevel { get; init; }
}

/// <summary>The facts that the rules of a report check.</summary>
/// <param name="Report">the report</param>
/// <param name="LetterOn">the date of the 核准复函; null if there is none</param>
/// <param name="Today">the date on which the report is submitted</param>
public sealed record AcceptanceCase(AcceptanceReport Report, DateOnly? LetterOn, DateOnly Today);

/// <summary>履约验收 (第四十八条), including the requirements of 第五十六条 and 第五十九条.</summary>
public static class AcceptanceRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<StageRule<AcceptanceCase>> All { get; } =
    [
        new("acceptance-after-letter", "第四十八条", "", "须先经市数字经济局履约验收前置核准", c => c.LetterOn is null),
        new("acceptance-result", "第四十八条", "passed", "须填写验收是否合格", c => c.Report.Passed is null),
        StageRules.Text<AcceptanceCase>("acceptance-conclusion", "第四十八条", "conclusion", "验收结论", c => c.Report.Conclusion),
        new("acceptance-secure", "第五十六条", "secureAndReliable", "验收合格须采用安全可靠软硬件产品",
            c => c.Report is { Passed: true, SecureAndReliable: not true }),
        new("acceptance-cryptography", "第五十六条", "cryptographyReviewed", "验收合格须密码应用和安全审查情况合格",
            c => c.Report is { Passed: true, CryptographyReviewed: not true }),
        new("acceptance-energy", "第五十六条", "energyEfficient", "能源利用效率不合格的，验收不能合格",
            c => c.Report is { Passed: true, EnergyEfficient: false }),
        new("acceptance-protection", "第五十九条", "protectionTested", "验收合格须完成信息安全等级保护测评",
            c => c.Report is { Passed: true, ProtectionTested: not true }),
        new("acceptance-operation", "第四十九条", "operationFrom", "验收合格须填写正式投入使用日期，且不早于前置核准、不晚于今天",
            c => c.Report.Passed == true && (c.Report.OperationFrom is not { } day || day < c.LetterOn || day > c.Today)),
        new("acceptance-maintenance", "第二十一条", "maintenanceEnds", "维保结束日期不能早于正式投入使用日期",
            c => c.Report is { MaintenanceEnds: { } ends, OperationFrom: { } from } && ends < from),
        new("acceptance-level", "第五十九条", "protectionLevel", "等级保护级别为1至5级", c => c.Report.ProtectionLevel is < 1 or > 5),
        new("acceptance-defects", "第四十八条", "defects", "验收不合格须写明需要整改的问题",
            c => c.Report.Passed == false && string.IsNullOrWhiteSpace(c.Report.Defects)),
    ];
}
