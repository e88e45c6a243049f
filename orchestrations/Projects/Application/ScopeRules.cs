namespace Dazhou.Serverless.Projects;

/// <summary>Who and what the regulation covers: 第二条, 第三条, 第四条, 第六十五条.</summary>
public static class ScopeRules
{
    /// <summary>The rules of this topic.</summary>
    public static IReadOnlyList<StageRule<IntakeCase>> All { get; } =
    [
        new("minimum-investment", "第二条", "totalInvestment", "总投资须在30万元以上（含本数），本项目不属于本办法适用范围",
            c => !(c.Application.TotalInvestment >= c.Policy.MinimumInvestment)),
        new("amount-in-cents-of-wan", "第二条", "totalInvestment", "总投资以万元计，最多保留两位小数",
            c => c.Application.TotalInvestment is { } total && !Amounts.HasTwoDecimals(total)),
        new("funding-kind", "第二条", "funding.kind", "资金须属于第二条所列七类政府投资资金之一",
            c => c.Application.Funding?.Kind is null),
        new("other-funding-ground", "第二条第七项", "funding.otherGround", "选择其他资金的，须说明应当纳入政府投资的依据",
            c => c.Application.Funding is { Kind: FundingKind.Other, OtherGround: var ground } && string.IsNullOrWhiteSpace(ground)),
        new("applicant-kind", "第三条", "applicantKind", "申报主体须为市级国家机关、社会团体、事业单位或者国有企业",
            c => c.Application.ApplicantKind is null),
        new("municipal-unit", "第三条", "unit", "申报主体须为市级单位；县（市、区）项目按本级管理办法办理（第六十四条）",
            c => !c.Standing.Municipal),
        new("implementation", "第四条", "implementation", "实施方式须为自行建设或者购买服务",
            c => c.Application.Implementation is null),
        new("classified-declared", "第六十五条", "classified", "须声明项目是否涉密",
            c => c.Application.Classified is null),
        new("classified-excluded", "第六十五条", "classified", "涉密信息化项目按照涉密相关程序组织实施，不得通过本系统申报",
            c => c.Application.Classified == true),
    ];
}
