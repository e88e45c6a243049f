namespace Dazhou.Serverless.Projects;

/// <summary>What was quoted for an item of the function list, 万元.</summary>
/// <param name="Item">its number, from 1 on</param>
/// <param name="Name">its name</param>
/// <param name="Count">how many suppliers quoted it</param>
/// <param name="Min">the lowest price; null where nobody quoted it</param>
/// <param name="Median">the middle price, see <see cref="QuotationStatistics.Median"/></param>
/// <param name="Max">the highest price</param>
public sealed record ItemStatistics(int Item, string Name, int Count, decimal? Min, decimal? Median, decimal? Max);

/// <summary>The statistics of the quotations (第三十五条); pure.</summary>
public static class QuotationStatistics
{
    /// <summary>
    /// The quotations of a version that count: confirmed ones, of each mail address the one confirmed last.
    /// </summary>
    public static IReadOnlyList<QuotationRow> Counted(IEnumerable<QuotationRow> quotations, int version) =>
    [
        .. quotations
            .Where(quotation => quotation.Version == version && quotation.ConfirmedAt is not null)
            .GroupBy(quotation => QuotationRules.SameMail(quotation.Mail), StringComparer.Ordinal)
            .Select(same => same.OrderBy(quotation => quotation.ConfirmedAt).ThenBy(quotation => quotation.Id, StringComparer.Ordinal).Last())
            .OrderBy(quotation => quotation.ConfirmedAt)
            .ThenBy(quotation => quotation.Id, StringComparer.Ordinal),
    ];

    /// <summary>Item by item, also for those that nobody quoted.</summary>
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
    /// The middle of ordered prices; of an even number the mean of the two in the middle, rounded to two decimals as an office
    /// rounds (四舍五入: half a 百元 goes up).
    /// </summary>
    public static decimal Median(IReadOnlyList<decimal> ordered)
    {
        var middle = ordered.Count / 2;
        return ordered.Count % 2 == 1
            ? ordered[middle]
            : decimal.Round((ordered[middle - 1] + ordered[middle]) / 2m, 2, MidpointRounding.AwayFromZero);
    }
}
