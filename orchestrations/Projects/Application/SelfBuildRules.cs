namespace Dazhou.Serverless.Projects;

/// <summary>
/// What 第十一条 asks of self-build: the chapter on integration and sharing, and its three conditions.
/// The conditions hold together: where one of several is enough the regulation says 之一 (第四十五条), here it does not.
/// </summary>
public static class SelfBuildRules
{
    /// <summary>The rules of this topic.</summary>
    public static IReadOnlyList<StageRule<IntakeCase>> All { get; } =
    [
        new("self-build-chapter", "第十一条", "documents",
            "自行建设项目须提交系统整合、集约化建设和信息资源共享开放分析专篇",
            c => Applies(c) && !MaterialRules.Documents(c).Any(d => d?.Kind == DocumentKinds.IntegrationChapter)),
        new("self-build-mandate", "第十一条第一项", "selfBuild.higherMandate",
            "自行建设须为党中央国务院、省委省政府及市委市政府有明确要求的项目，请填写要求的出处",
            c => Applies(c) && string.IsNullOrWhiteSpace(c.Application.SelfBuild?.HigherMandate)),
        new("self-build-urgency", "第十一条第二项", "selfBuild.urgentSecurityGround",
            "自行建设须涉及国家安全等特殊原因且情况紧急，请填写理由",
            c => Applies(c) && string.IsNullOrWhiteSpace(c.Application.SelfBuild?.UrgentSecurityGround)),
        new("self-build-limit", "第十一条第三项", "totalInvestment", "自行建设项目总投资不得超过1000万元",
            c => Applies(c) && c.Application.TotalInvestment > c.Policy.SelfBuildLimit),
    ];

    private static bool Applies(IntakeCase intake) => intake.Application.Implementation == Implementation.SelfBuild;
}
