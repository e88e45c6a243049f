using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Projects;
using DocumentFormat.OpenXml.Packaging;
using FsCheck;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects;

public sealed class QuotationStatisticsTests
{
    private static readonly FunctionItem[] Items = [new("采集", null, null, null), new("统计", null, null, null)];
    private static readonly DateTimeOffset At = DateTimeOffset.Parse("2026-03-05T10:00+08:00");

    [Theory]
    [InlineData("3", "3")]
    [InlineData("1 2", "1.50")]
    [InlineData("1 2 9", "2")]
    [InlineData("1 2 4 9", "3.00")]
    // half a 百元 goes up, not to the even neighbour
    [InlineData("0.01 0.02", "0.02")]
    [InlineData("0.02 0.03", "0.03")]
    [InlineData("10.00 10.05", "10.03")]
    public void Median_OfOrderedPrices_IsTheMiddleRoundedAsAnOfficeDoes(string prices, string median) =>
        Assert.Equal(decimal.Parse(median), QuotationStatistics.Median([.. prices.Split(' ').Select(decimal.Parse)]));

    /// <summary>Whatever the prices and their order: the count is theirs, and minimum, median and maximum stand in order and between them.</summary>
    [Property]
    public bool Of_AnyPrices_AreBoundedAndIndependentOfTheirOrder(NonEmptyArray<PositiveInt> fen)
    {
        var prices = fen.Get.Select(price => price.Get / 100m).ToList();
        var one = QuotationStatistics.Of(Items, [.. prices.Select((price, i) => Quoted($"a{i}@x.example", 1, price))])[0];
        var other = QuotationStatistics.Of(Items, [.. prices.Select((price, i) => Quoted($"a{i}@x.example", 1, price)).Reverse()])[0];
        var half = prices.Count(price => price <= one.Median + 0.005m);
        return one == other
            && one.Count == prices.Count
            && one.Min == prices.Min() && one.Max == prices.Max()
            && one.Min <= one.Median && one.Median <= one.Max
            && Amounts.HasTwoDecimals(one.Median!.Value)
            // At least half of the prices do not lie above the median, and as many not below it.
            && half * 2 >= prices.Count
            && prices.Count(price => price >= one.Median - 0.005m) * 2 >= prices.Count;
    }

    /// <summary>Prices of other items, versions, and unconfirmed quotations change nothing.</summary>
    [Property]
    public bool Counted_OthersAdded_LeaveTheStatistics(NonEmptyArray<PositiveInt> fen, byte more)
    {
        var counted = fen.Get.Select((price, i) => Quoted($"a{i}@x.example", 1, price.Get / 100m)).ToList();
        var others = Enumerable.Range(0, more % 5).SelectMany(i => new[]
        {
            Quoted($"b{i}@x.example", 1, 1m) with { ConfirmedAt = null },
            Quoted($"c{i}@x.example", 2, 1m),
            // The same address confirmed an earlier quotation: the later one replaced it.
            Quoted("A0@X.example", 1, 999m) with { ConfirmedAt = At.AddDays(-1), Id = $"early{i}" },
        });
        return QuotationStatistics.Of(Items, QuotationStatistics.Counted([.. counted, .. others], 1))
            .SequenceEqual(QuotationStatistics.Of(Items, counted));
    }

    [Fact]
    public void Of_ItemThatNobodyQuoted_IsListedWithoutPrices() =>
        Assert.Equal(new ItemStatistics(2, "统计", 0, null, null, null), QuotationStatistics.Of(Items, [Quoted("a@x.example", 1, 1m)])[1]);

    [Fact]
    public void Document_Lines_TellEveryItemAndNoSupplier()
    {
        var publicity = new PublicityRow { Project = "p", Name = "平台", UnitName = "某局", Functions = Items, From = At, Until = At };
        QuotationRow[] quotations = [Quoted("a@x.example", 1, 10m), Quoted("b@x.example", 1, 10.05m)];

        var document = QuotationDocument.Of(publicity, 2, QuotationStatistics.Of(Items, quotations), new(2026, 3, 11));

        Assert.Equal(
            [["1", "采集", "2", "10.00万元", "10.03万元", "10.05万元"], ["2", "统计", "0", "—", "—", "—"]],
            Assert.Single(document.Body.OfType<TableBlock>()).Lines);
        using var file = WordprocessingDocument.Open(new MemoryStream(DocumentWriter.Write(document)), isEditable: false);
        var text = file.MainDocumentPart!.Document!.InnerText;
        Assert.Contains("公示期内收到2家供应商经邮箱确认的报价", text, StringComparison.Ordinal);
        Assert.DoesNotContain("x.example", text, StringComparison.Ordinal);
        Assert.DoesNotContain("示例公司", text, StringComparison.Ordinal);
    }

    private static QuotationRow Quoted(string mail, int version, decimal price) => new()
    {
        Project = "p",
        Id = mail,
        Version = version,
        Company = "示例公司",
        Mail = mail,
        Prices = [new(1, price)],
        LeftAt = At,
        ConfirmedAt = At,
    };
}
