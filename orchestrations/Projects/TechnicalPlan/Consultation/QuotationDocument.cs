using Dazhou.Serverless.Documents;
using static Dazhou.Serverless.Documents.DocumentBlocks;

namespace Dazhou.Serverless.Projects;

/// <summary>价格咨询统计 (第三十五条), which goes to the unit and into the project's file. It names no supplier.</summary>
public static class QuotationDocument
{
    /// <summary>The document's name among those of the project.</summary>
    public const string Name = "quotationStatistics";

    /// <summary>The document.</summary>
    public static OfficialDocument Of(PublicityRow publicity, int quotations, IReadOnlyList<ItemStatistics> statistics, DateOnly on)
    {
        var received = quotations == 0 ? "公示期内没有收到报价" : $"公示期内收到{quotations}家供应商经邮箱确认的报价";
        return ProjectDocuments.Paper($"{publicity.Name}\n价格咨询统计", on,
        [
            Opening(
                ProjectDocuments.Regulation, "第三十五条",
                $"项目建设具体功能清单（第{publicity.Version}版，共{publicity.Functions.Count}项）已公示期满，{received}，逐项统计如下"),
            new TableBlock(
                [new("序号", 1, IsNumber: true), new("功能名称", 4), new("报价份数", 1, IsNumber: true), new("最低", 2, IsNumber: true), new("中位数", 2, IsNumber: true), new("最高", 2, IsNumber: true)],
                [.. statistics.Select(item => new[] { $"{item.Item}", item.Name, $"{item.Count}", Price(item.Min), Price(item.Median), Price(item.Max) })]),
            Text("说明：报价为该项功能的总价；同一邮箱对同一版清单以最后确认的报价为准；报价份数为偶数时，中位数取中间两个报价的平均值，四舍五入至两位小数。"),
        ]) with
        { Addressee = publicity.UnitName };
    }

    private static string Price(decimal? price) => price is { } value ? Amounts.Text(value) : "—";
}
