using Dazhou.Serverless.Documents;
using static Dazhou.Serverless.Documents.DocumentBlocks;

namespace Dazhou.Serverless.Projects;

/// <summary>通报批评 of a unit that did not put right what it was told to (第五十三条).</summary>
internal static class CriticismDocument
{
    /// <summary>Its name among the project's documents.</summary>
    public const string Name = "criticism";

    // With whom 市数字经济局 supervises (第五十三条).
    private static readonly string[] Copies = ["市委网信办", "市财政局", "市公安局", "市密码管理局"];

    /// <summary>The document.</summary>
    /// <param name="project">The project.</param>
    /// <param name="order">What was to be put right; null where the order is not kept.</param>
    /// <param name="decided">What was decided in words, e.g. 通报批评、暂停项目建设.</param>
    /// <param name="sanctioned">The decision.</param>
    /// <param name="on">成文日期.</param>
    public static OfficialDocument Of(ProjectRow project, RectificationOrder? order, string decided, Sanctioned sanctioned, DateOnly on) =>
        ProjectDocuments.ToUnit(DocumentForm.Document, $"关于{project.Name}\n限期整改问题的通报", project.UnitName, on, Copies,
        [
            Opening(ProjectDocuments.Regulation, "第五十三条", $"现对{project.UnitName}在{project.Name}实施过程中限期整改的情况予以通报批评，有关情况通报如下"),
            Item("项目基本情况", $"{project.Name}由{project.UnitName}建设，总投资{Amounts.Text(project.Application.TotalInvestment ?? 0m)}{(project.ApprovalNumber is { } number ? $"，立项批复{number}" : "")}"),
            .. order is null ? (IReadOnlyList<DocumentBlock>)[] :
            [
                Item("存在的问题", order.Finding ?? ""),
                Item("整改要求", $"{order.Requirement}{(order.Until is { } until ? $"（整改期限至{ChinaTime.Text(until)}）" : "")}"),
            ],
            Item("处理决定", decided),
            Item("有关要求", $"请{project.UnitName}认真整改，整改完成后及时向我局报告（第{sanctioned.Number}次整改）"),
            Closing("通报"),
        ]);
}
