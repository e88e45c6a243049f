using System.Globalization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Orchestrations.Tests.Projects;

/// <summary>One document of every kind that projects issue, of the sample application of a middle tier.</summary>
internal static class SampleDocuments
{
    private static readonly DateOnly Day = new(2026, 3, 9);
    private static readonly DateTimeOffset At = new(2026, 3, 9, 10, 0, 0, TimeSpan.FromHours(8));

    public static ProjectRow Project { get; } = new()
    {
        Id = "22d2cd8gajvk9nfw",
        Name = Samples.SelfBuilt.Name!,
        Unit = "sjyj",
        UnitName = "市教育局",
        Application = Samples.SelfBuilt with { ConstructionMonths = 10 },
        ApplicationHash = "",
        InstanceId = "",
        SubmittedAt = new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.FromHours(8)),
        Stage = Stages.Establishment,
        ApprovalNumber = "达数批〔2026〕3号",
        Policy = ProjectPolicy.Gazette,
    };

    public static ProjectRef Ref { get; } = new(Project.Id, Project.Name, Project.Unit, Project.UnitName, 320m, ProjectPolicy.Gazette);

    public static ApprovalOutcome Agreed { get; } = OutcomeOf(ApprovalResult.Agreed, Stages.TechnicalReview, "请补充数据库审计设备的部署位置，并明确与城市公共信息服务平台的接口。");

    /// <summary>By its name among documents, which is also a file's.</summary>
    public static IReadOnlyDictionary<string, OfficialDocument> All { get; } = new Dictionary<string, OfficialDocument>(StringComparer.Ordinal)
    {
        ["立项批复"] = ApprovalDocument.Of(Project, "达数批〔2026〕3号", Day, OutcomeOf(ApprovalResult.Agreed, "Establishment.decision", comment: null, new Resolution("〔2026〕5号", new(2026, 3, 5)))),
        ["技术审查意见"] = ReviewDocuments.Opinion(Project, "技术方案.pdf，第2版，SHA-256 4f9d3c21ab07", Agreed, Day),
        ["概算批复"] = ReviewDocuments.Estimate(Project, 315.5m, 320m, Day),
        ["前置核准复函"] = PreAcceptanceDocument.Of(Project, Day),
        ["通报"] = CriticismDocument.Of(
            Project, new(SupervisedMatter.Security, "未按照密码应用方案部署密码设备", "部署密码设备并重新测评", new(2026, 3, 1)), "逾期不整改，通报批评、暂停项目建设：多次督促仍未整改",
            new(1, 1, RectificationRules.EffectsOf(SupervisedMatter.Security, [Sanction.Criticism, Sanction.PauseConstruction]), "多次督促仍未整改"), Day),
        ["专家论证纪要"] = ArgumentationDocument.Of(
            new(Ref, ["a", "b", "c"], [new(true, 85, "建设内容符合教育信息化规划，与现有平台边界清楚。"), new(true, 90, "同意。"), new(false, 60, "建议与城市大脑整合。")], At),
            ["评审专家一", "评审专家二", "评审专家三"], ["评审专家四"], "3名专家中2名认为确有必要，平均78.3分，结论：确有必要建设"),
        ["价格咨询统计"] = QuotationDocument.Of(
            new() { Project = Project.Id, Name = Project.Name, UnitName = Project.UnitName, Functions = Functions, From = At, Until = At.AddDays(7) }, 3,
            [.. Functions.Select((item, i) => i == 0 ? new ItemStatistics(1, item.Name!, 0, null, null, null) : new ItemStatistics(i + 1, item.Name!, 3, 12.5m, 14m, 18.88m))], Day),
        ["年度计划"] = AnnualPlanDocument.Of(
            new(Plan, OutcomeOf(ApprovalResult.Agreed, "AnnualPlan.decision", comment: null, new Resolution("〔2026〕5号", new(2026, 3, 5)), new Resolution("〔2026〕12号", new(2026, 3, 8))), At), ["p1", "p3"]),
        ["申报表"] = ApplicationSheet.Of(
            Project,
            [File("application", "项目申报材料.pdf", 1), File("integrationChapter", "专篇.docx", 1), File("integrationChapter", "专篇.docx", 2)],
            [new(At, "分管教育卫生工作的副市长", "审核", "同意", "请抓好数据共享。"), new(At, "分管数字经济工作的副市长", "审核", "同意", null)],
            At),
    };

    public static IReadOnlyList<string> Kinds { get; } = [.. All.Keys];

    private static IReadOnlyList<FunctionItem> Functions => Project.Application.BasicInformation!.Functions!;

    private static AnnualPlanRow Plan => new()
    {
        Year = 2026,
        Number = 1,
        Projects =
        [
            new("p1", Project.Name, Project.UnitName, 320m), new("p2", "达州市生态环境监测数据共享系统", "市生态环境局", 150m),
            new("p3", "达州市应急指挥信息系统升级改造项目", "市应急局", 1800m),
        ],
        At = At,
    };

    private static ApprovalOutcome OutcomeOf(ApprovalResult result, string step, string? comment, params Resolution[] resolutions) => new(
        result, ["somebody"], At, comment, 1, 3, 0,
        [
            new(step, 1, result, resolutions.Length == 0
                ? [new("somebody", Decision.Agree, comment, At)]
                : [.. resolutions.Select(resolution => new GivenDecision("somebody", Decision.Agree, comment, At, resolution))], At, At, 3, 0),
        ]);

    private static DocumentInfo File(string name, string fileName, int version) => new()
    {
        Subject = Project.Id,
        Name = name,
        Version = version,
        FileName = fileName,
        ContentType = "application/pdf",
        Length = 1,
        Sha256 = string.Concat(Enumerable.Repeat(version.ToString("x2", CultureInfo.InvariantCulture), 32)),
        MayShowInline = false,
        BlobName = "",
        UploadedBy = "sjyj",
        UploadedAt = At,
    };
}
