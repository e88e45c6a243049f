namespace Dazhou.Serverless.Projects;

/// <summary>The quotations for an item of the function list, 万元.</summary>
/// <param name="Item">its number, starting at 1</param>
/// <param name="Name">its name</param>
/// <param name="Count">the number of suppliers that quoted it</param>
/// <param name="Min">the lowest price; null if nobody quoted it</param>
/// <param name="Median">the median, see <see cref="QuotationStatistics.Median"/>; null if nobody quoted it</param>
/// <param name="Max">the highest price; null if nobody quoted it</param>
public sealed record ItemStatistics(int Item, string Name, int Count, decimal? Min, decimal? Median, decimal? Max);

/// <summary>Statistics of quotations (第三十五条).</summary>
public static class QuotationStatistics
{
    /// <summary>Returns the quotations of a version that count: the last one confirmed from each mail address.</summary>
    public static IReadOnlyList<QuotationRow> Counted(IEnumerable<QuotationRow> quotations, int version) =>
    [
        .. quotations
            .Where(quotation => quotation.Version == version && quotation.ConfirmedAt is not null)
            .GroupBy(quotation => QuotationRules.SameMail(quotation.Mail), StringComparer.Ordinal)
            .Select(same => same.OrderBy(quotation => quotation.ConfirmedAt).ThenBy(quotation => quotation.Id, StringComparer.Ordinal).Last())
            .OrderBy(quotation => quotation.ConfirmedAt)
            .ThenBy(quotation => quotation.Id, StringComparer.Ordinal),
    ];

    /// <summary>Returns the statistics of each item, including items without quotations.</summary>
    public static IReadOnlyList<ItemStatistics> Of(IReadOnlyList<FunctionItem> items, IReadOnlyList<QuotationRow> counted) =>
    [
        .. items.Select((item, index) =>
        {
            var prices = counted.SelectMany(quotation => quotation.Prices).Where(price => price.Item == index + 1).Select(price => price.Amount).Order().ToList();
            return prices.Count == 0
                ? new ItemStatistics(index + 1, item.Name ?? "", 0, null, null, null)
                : new ItemStatistics(index + 1, item.Name ?? "", prices.Count, prices[0], Median(prices), prices[^1]);
        }),
    ];

    /// <summary>
    /// Returns the median of ordered prices; for an even number the mean of the middle two, rounded to two decimals
    /// (四舍五入: half a 百元 rounds up).
    /// </summary>
    public static decimal Median(IReadOnlyList<decimal> ordered)
    {
        var middle = ordered.Count / 2;
        return ordered.Count % 2 == 1
            ? ordered[middle]
            : decimal.Round((ordered[middle - 1] + ordered[middle]) / 2m, 2, MidpointRounding.AwayFromZero);
    }
}
