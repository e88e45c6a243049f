using Dazhou.Serverless.Documents;
using static Dazhou.Serverless.Documents.DocumentBlocks;

namespace Dazhou.Serverless.Projects;

/// <summary>专家论证纪要 (第十条第一款): who said what, and what follows from it.</summary>
internal static class ArgumentationDocument
{
    /// <summary>The document.</summary>
    /// <param name="minutes">The opinions.</param>
    /// <param name="names">The experts, by name and in their order.</param>
    /// <param name="replaced">Those who did not answer, by name.</param>
    /// <param name="conclusion">What follows, in words.</param>
    public static OfficialDocument Of(ArgumentationMinutes minutes, IReadOnlyList<string> names, IReadOnlyList<string> replaced, string conclusion) =>
        ProjectDocuments.Paper($"{minutes.Project.Name}\n专家论证纪要", ChinaTime.DayOf(minutes.At),
        [
            Opening(ProjectDocuments.Regulation, "第十条第一款", $"市数字经济局组织专家对{minutes.Project.UnitName}申报的{minutes.Project.Name}进行论证，情况如下"),
            Item("项目概况", $"项目建设单位为{minutes.Project.UnitName}，总投资{Amounts.Text(minutes.Project.TotalInvestment)}"),
            Heading("专家意见"),
            new TableBlock(
                [new("专家", 2), new("是否确有必要建设", 2, IsNumber: true), new("评分", 1, IsNumber: true), new("论证意见", 6)],
                [.. names.Zip(minutes.Opinions, (name, opinion) => new[] { name, opinion.Necessary == true ? "确有必要" : "没有必要", $"{opinion.Score}", opinion.Opinion ?? "" })]),
            .. replaced.Select(name => Text($"{name}未按期提出意见，不再参加论证。")),
            Item("论证结论", conclusion),
        ]);
}
