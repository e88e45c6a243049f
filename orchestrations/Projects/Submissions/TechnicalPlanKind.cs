namespace Dazhou.Serverless.Projects;

/// <summary>项目建设技术方案 (第三十六条): a single file, which the technical plan stage waits for.</summary>
internal static class TechnicalPlanKind
{
    public static SubmissionKind Plan { get; } = new()
    {
        Step = Stages.TechnicalPlan,
        Title = "项目建设技术方案",
        Article = "第三十六条",
        Stage = Stages.TechnicalPlan,
        Side = SubmissionSide.Unit,
        Fields = [],
        Document = "项目建设技术方案",
        DocumentName = DocumentKinds.TechnicalPlan,
        Says = plan => $"提交项目建设技术方案（第{plan.Round}轮）",
        Event = of => TechnicalPlan.HandedInEvent(of.Round),
    };
}
