namespace Dazhou.Serverless.Projects;

/// <summary>The words of 价格咨询统计, which goes to the unit and into the project's file. It names no supplier.</summary>
public static class QuotationDocument
{
    /// <summary>The document's name among those of the project.</summary>
    public const string Name = "quotationStatistics";

    /// <summary>The document, paragraph by paragraph; the first is its title.</summary>
    public static IReadOnlyList<string> Paragraphs(PublicityRow publicity, int quotations, IReadOnlyList<ItemStatistics> statistics, DateOnly on) =>
    [
        $"{publicity.Name}价格咨询统计",
        $"{publicity.UnitName}：",
        $"依据《达州市市级政府投资信息化项目管理办法》第三十五条，项目建设具体功能清单（第{publicity.Version}版，共{publicity.Functions.Count}项）已公示期满，"
            + (quotations == 0 ? "公示期内没有收到报价。" : $"公示期内收到{quotations}家供应商经邮箱确认的报价，逐项统计如下。"),
        .. statistics.Select(item => $"{item.Item}．{item.Name}：" + (item.Count == 0
            ? "没有报价。"
            : $"报价{item.Count}份，最低{Amounts.Text(item.Min!.Value)}，中位数{Amounts.Text(item.Median!.Value)}，最高{Amounts.Text(item.Max!.Value)}。")),
        "说明：报价为该项功能的总价；同一邮箱对同一版清单以最后确认的报价为准；报价份数为偶数时，中位数取中间两个报价的平均值，四舍五入至两位小数。",
        $"{on:yyyy年M月d日}",
    ];
}
