using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Deadlines;
using Dazhou.Serverless.Projects;

namespace Dazhou.Serverless.Functions.Projects.Lists;

/// <summary>Filters and orders in words.</summary>
public static class ProjectListWords
{
    /// <summary>The orders that a list offers to choose from.</summary>
    public static IReadOnlyList<(ProjectOrder Order, bool Descending, string Text)> Orders { get; } =
    [
        (ProjectOrder.Submitted, true, "申报时间，最新的在前"), (ProjectOrder.Submitted, false, "申报时间，最早的在前"),
        (ProjectOrder.Due, false, "下一期限，最近的在前"), (ProjectOrder.Due, true, "下一期限，最远的在前"),
        (ProjectOrder.Light, true, "预警，最急的在前"), (ProjectOrder.Light, false, "预警，最缓的在前"),
        (ProjectOrder.Amount, true, "总投资，最大的在前"), (ProjectOrder.Amount, false, "总投资，最小的在前"),
        (ProjectOrder.Stage, false, "阶段，最前的在前"), (ProjectOrder.Stage, true, "阶段，最后的在前"),
        (ProjectOrder.Unit, false, "建设单位"), (ProjectOrder.Unit, true, "建设单位，倒序"),
        (ProjectOrder.Name, false, "项目名称"), (ProjectOrder.Name, true, "项目名称，倒序"),
        (ProjectOrder.Holder, false, "当前办理人"), (ProjectOrder.Holder, true, "当前办理人，倒序"),
    ];

    /// <summary>What a list shows, e.g. 市教育局；2026年；红；总投资，最大的在前.</summary>
    /// <param name="query">The list.</param>
    /// <param name="unit">The name of its unit.</param>
    public static string Of(ProjectListQuery query, string? unit)
    {
        var filter = query.Filter;
        var parts = new List<string>();
        if (query.Search is { } text)
            parts.Add($"查找“{text}”");
        if (filter.Unit is not null)
            parts.Add(unit ?? filter.Unit);
        if (filter.Stage is { } stage)
            parts.Add(StageNames.Title(stage));
        if (filter.Year is { } year)
            parts.Add($"{year}年申报");
        if (filter.From is { } from)
            parts.Add($"不低于{OfficeText.Amount(from)}");
        if (filter.To is { } to)
            parts.Add($"不高于{OfficeText.Amount(to)}");
        if (filter.Light is { } light)
            parts.Add($"预警{Lights.Name(light)}");
        if (parts.Count == 0)
            parts.Add("全部项目");
        parts.Add(Orders.First(order => order.Order == filter.Order && order.Descending == filter.Descending).Text);
        return string.Join('；', parts);
    }
}
