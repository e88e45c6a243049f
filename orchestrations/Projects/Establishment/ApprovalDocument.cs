using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Documents;
using static Dazhou.Serverless.Documents.DocumentBlocks;

namespace Dazhou.Serverless.Projects;

/// <summary>立项批复 (第十条第三款): what was established, for how much, on whose decision, and what follows.</summary>
public static class ApprovalDocument
{
    // 立项批复 is the ground on which money is arranged (第十条第三款); 市发展改革委 argued it with 市数字经济局 (第一款).
    private static readonly string[] Copies = ["市发展改革委", "市财政局"];

    /// <summary>The document.</summary>
    public static OfficialDocument Of(ProjectRow project, string number, DateOnly on, ApprovalOutcome outcome)
    {
        var (application, functions) = (project.Application, project.Application.BasicInformation?.Functions ?? []);
        var article = outcome.Steps.Any(step => step.Step.StartsWith(nameof(AnnualPlan), StringComparison.Ordinal)) ? "第十条第一款" : "第十条第二款";
        var document = ProjectDocuments.ToUnit(DocumentForm.Document, $"关于{project.Name}立项的批复", project.UnitName, on, Copies,
        [
            Answer($"{project.Name}申报材料", ProjectDocuments.Regulation, article, "经审定，同意该项目立项", "现批复如下"),
            Item("项目名称", project.Name),
            Item("项目建设单位", project.UnitName),
            Item("实施方式", application.Implementation is { } way ? ApplicationOverview.Chinese(way) : ApplicationOverview.Missing),
            Item("总投资和资金来源", MoneyOf(application)),
            Item("主要建设内容", application.BasicInformation?.Content ?? ApplicationOverview.Missing),
            .. Basis(DecisionTexts.Resolutions(outcome)),
            Heading("有关要求"),
            Point($"请将具体功能清单（见附件）在网上公示并进行价格咨询，公示时间不低于{project.Policy.PublicityDays}日"),
            Point($"公示结束后{project.Policy.TechnicalPlanDays}日内编制完成项目建设技术方案，报我局进行技术性审查"),
            Point("本批复作为项目技术方案审查和资金安排的依据，项目概算不得超过本批复的总投资"),
            Closing("批复"),
        ]);
        return document with
        {
            Number = number,
            Attachments = functions.Count == 0 ? [] : [new($"{project.Name}具体功能清单", [ProjectDocuments.Functions(functions)])],
        };
    }

    private static string MoneyOf(ProjectApplication application)
    {
        var channels = (application.Funding?.Channels ?? []).Where(channel => !string.IsNullOrWhiteSpace(channel)).ToList();
        var kind = application.Funding?.Kind is { } funding ? $"，资金来源为{ApplicationOverview.Chinese(funding)}" : "";
        return $"{Amounts.Text(application.TotalInvestment ?? 0m)}{kind}{(channels.Count > 0 ? $"（{string.Join('、', channels)}）" : "")}";
    }
}
