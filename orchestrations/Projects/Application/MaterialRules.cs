using System.Text.Json;

namespace Dazhou.Serverless.Projects;

/// <summary>The materials of 第九条第一款, item by item.</summary>
public static class MaterialRules
{
    private const string Basics = "第九条第一项";
    private const string Technical = "第九条第二项";
    private const string Money = "第九条第三项";
    private const int LongestApplication = 200_000;

    /// <summary>The rules of this topic.</summary>
    public static IReadOnlyList<StageRule<IntakeCase>> All { get; } =
    [
        Required("project-name", Basics, "name", "项目名称", a => a.Name),
        new("project-name-length", Basics, "name", "项目名称不超过200字", c => c.Application.Name?.Length > 200),
        Required("unit-name", Basics, "unit", "项目建设单位", a => a.Unit),
        Required("basis", Basics, "basicInformation.basis", "项目建设依据", a => a.BasicInformation?.Basis),
        Required("necessity", Basics, "basicInformation.necessity", "项目建设必要性", a => a.BasicInformation?.Necessity),
        Required("content", Basics, "basicInformation.content", "项目建设内容", a => a.BasicInformation?.Content),
        new("function-list", Basics, "basicInformation.functions", "项目建设内容须逐项列出具体功能，每项有名称（立项后按第三十五条公示）",
            c => c.Application.BasicInformation?.Functions is not { Count: > 0 } functions
                || functions.Any(f => string.IsNullOrWhiteSpace(f?.Name))),
        Required("performance-goals", Basics, "basicInformation.performanceGoals", "项目绩效目标",
            a => a.BasicInformation?.PerformanceGoals),
        Required("implementation-reason", Basics, "basicInformation.implementationReason", "拟采用实施方式的主要原因",
            a => a.BasicInformation?.ImplementationReason),

        Required("application-system", Technical, "technicalPlan.applicationSystem", "应用系统实施方案",
            a => a.TechnicalPlan?.ApplicationSystem),
        Required("resource-catalogue", Technical, "technicalPlan.resourceCatalogue", "信息资源目录",
            a => a.TechnicalPlan?.ResourceCatalogue),
        Required("cloud-requirements", Technical, "technicalPlan.cloudRequirements", "政务云需求方案",
            a => a.TechnicalPlan?.CloudRequirements),
        Required("protection", Technical, "technicalPlan.protection", "等级保护或分级保护方案", a => a.TechnicalPlan?.Protection),
        Required("cryptography", Technical, "technicalPlan.cryptography", "密码应用方案", a => a.TechnicalPlan?.Cryptography),
        Required("secure-products", "第五十六条", "technicalPlan.secureProducts", "软硬件产品安全可靠情况说明",
            a => a.TechnicalPlan?.SecureProducts),

        new("operation-cost", Money, "funding.operationPerYear", "缺少运行维护经费（万元，不为负，最多两位小数）",
            c => c.Application.Funding?.OperationPerYear is not { } cost || cost < 0m || !Amounts.HasTwoDecimals(cost)),
        new("funding-channels", Money, "funding.channels", "缺少经费渠道（预算内资金、中央、省、市专项资金等）",
            c => c.Application.Funding?.Channels is not { Count: > 0 } channels || channels.Any(string.IsNullOrWhiteSpace)),

        // A row of Azure Tables holds 1 MiB; what is longer belongs into the files.
        new("application-length", "第九条", "basicInformation", $"申报信息的文字总量不超过{LongestApplication / 10000}万字，详细内容请放在申报材料文件中",
            c => JsonSerializer.Serialize(c.Application with { Documents = null }, ProjectJson.Options).Length > LongestApplication),

        new("application-document", "第九条", "documents", "缺少项目申报材料文件",
            c => !Documents(c).Any(d => d?.Kind == DocumentKinds.Application)),
        new("document-kind", "第九条", "documents", $"文件的 kind 应为 {string.Join('、', DocumentKinds.OfApplications)} 之一",
            c => Documents(c).Any(d => !string.IsNullOrWhiteSpace(d?.Kind) && !DocumentKinds.OfApplications.Contains(d.Kind))),
        new("documents-readable", "第九条", "documents", "每个文件须有文件名和以 Base64 编码的内容",
            c => Documents(c).Any(d => string.IsNullOrWhiteSpace(d?.FileName) || !IsBase64(d.ContentBase64))),
    ];

    internal static IReadOnlyList<ApplicationDocument> Documents(IntakeCase intake) => intake.Application.Documents ?? [];

    private static StageRule<IntakeCase> Required(string name, string article, string field, string what, Func<ProjectApplication, string?> text) =>
        StageRules.Text<IntakeCase>(name, article, field, what, c => text(c.Application));

    private static bool IsBase64(string? text) =>
        !string.IsNullOrEmpty(text) && System.Buffers.Text.Base64.IsValid(text, out var length) && length > 0;
}

/// <summary>The kinds of files an application knows.</summary>
public static class DocumentKinds
{
    /// <summary>申报材料 (第九条)</summary>
    public const string Application = "application";

    /// <summary>系统整合、集约化建设和信息资源共享开放分析专篇（章） (第十一条)</summary>
    public const string IntegrationChapter = "integrationChapter";

    /// <summary>any other file of an application</summary>
    public const string Other = "other";

    /// <summary>What a unit may call the files of its application: the other names are the system's, or those of later steps.</summary>
    internal static IReadOnlyList<string> OfApplications { get; } = [Application, IntegrationChapter, Other];

    /// <summary>立项批复 (第十条), written by the system</summary>
    public const string EstablishmentApproval = "establishmentApproval";

    /// <summary>项目建设技术方案 (第三十六条)</summary>
    public const string TechnicalPlan = "technicalPlan";

    /// <summary>补正材料: what an applicant supplies after 退回补正, each round a version</summary>
    public const string Correction = "correction";
}
