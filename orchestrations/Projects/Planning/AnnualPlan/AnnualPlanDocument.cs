using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Documents;
using static Dazhou.Serverless.Documents.DocumentBlocks;

namespace Dazhou.Serverless.Projects;

/// <summary>A batch of the annual plan, or its mid-year adjustment, as the meetings concluded it (第十条第一款、第十三条).</summary>
internal static class AnnualPlanDocument
{
    /// <summary>Its name among the plan's documents.</summary>
    public const string Name = "annualPlan";

    /// <summary>The document.</summary>
    public static OfficialDocument Of(ConcludePlan conclude, IReadOnlyList<string> agreed)
    {
        var (plan, midYear) = (conclude.Plan, conclude.Plan.MidYear);
        var lines = plan.Projects.Select((project, i) => new[]
        {
            $"{i + 1}", project.Name, project.UnitName, midYear ? project.Text : Amounts.Text(project.TotalInvestment),
            agreed.Contains(project.Id) ? midYear ? "同意" : "同意立项" : midYear ? "未予同意" : "保留在信息化项目库",
        });
        return ProjectDocuments.Paper($"达州市市级政府投资\n{plan.Title}", ChinaTime.DayOf(conclude.At),
        [
            Opening(
                ProjectDocuments.Regulation, AnnualPlanTexts.ArticleOf(plan),
                $"下列{(midYear ? "调整建议" : "项目")}经市委财经委员会审议、市政府常务会议和市委常委会审定，结果如下"),
            new TableBlock(
                [new("序号", 1, IsNumber: true), new("项目名称", 5), new("项目建设单位", 3), new(midYear ? "调整内容" : "总投资", 3, IsNumber: !midYear), new("审定结果", 2, IsNumber: true)],
                [.. lines]),
            .. DecisionTexts.Resolutions(conclude.Outcome) is { Count: > 0 } meetings ? (IReadOnlyList<DocumentBlock>)[Text($"审定依据：{string.Join('；', meetings)}。")] : [],
            .. agreed.Count == 0 && !string.IsNullOrWhiteSpace(conclude.Outcome.Comment) ? (IReadOnlyList<DocumentBlock>)[Text($"审定意见：{DocumentText.Sentence(conclude.Outcome.Comment)}")] : [],
        ]);
    }
}
