namespace Dazhou.Serverless.Projects;

/// <summary>
/// Blocks on the unit: data aggregation and sharing (第二十四条), security (第五十七条). What a supervising unit
/// has recorded counts even if the applicant declares otherwise.
/// </summary>
public static class BlockRules
{
    /// <summary>The rules of this topic.</summary>
    public static IReadOnlyList<StageRule<IntakeCase>> All { get; } =
    [
        new("data-aggregation", "第二十四条", "declarations.dataAggregationDone",
            "项目建设单位未落实相关技术要求完成数据归集的，原则上不得申报新增项目",
            c => c.Standing.DataAggregationMissing || c.Application.Declarations?.DataAggregationDone != true),
        new("sharing-declared", "第二十四条", "declarations.cannotShare", "须声明项目是否依据有关要求不能进行信息共享",
            c => c.Application.Declarations?.CannotShare is null),
        new("sharing-exemption", "第二十四条", "declarations.cannotShareApproval",
            "不能进行信息共享但确有必要建设的，须先报市数字经济局核准并填写核准文号",
            c => c.Application.Declarations is { CannotShare: true, CannotShareApproval: var approval } && string.IsNullOrWhiteSpace(approval)),
        new("security-declared", "第五十七条", "declarations.securityDeficient", "须声明是否不符合密码应用和网络安全要求或者存在重大安全隐患",
            c => c.Application.Declarations?.SecurityDeficient is null),
        new("security-block", "第五十七条", "declarations.securityDeficient",
            "不符合密码应用和网络安全要求，或者存在重大安全隐患的，不得新建、改建、扩建信息化项目",
            c => c.Standing.SecurityHazard || c.Application.Declarations?.SecurityDeficient == true),
    ];
}
