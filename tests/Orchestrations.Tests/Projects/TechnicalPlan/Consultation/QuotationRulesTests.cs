using Dazhou.Serverless.Projects;

namespace Orchestrations.Tests.Projects;

public sealed class QuotationRulesTests
{
    private static readonly QuotationInput Sound = new(1, "示例软件公司", "sales@supplier.example", new Dictionary<int, string> { [1] = "12.50", [2] = "" });

    [Fact]
    public void Check_SoundQuotation_BreaksNothing()
    {
        Assert.Empty(QuotationRules.Check(Sound, version: 1, items: 2));
        Assert.Equal([new ItemPrice(1, 12.5m)], QuotationRules.PricesOf(Sound));
    }

    [Fact]
    public void Check_EmptyForm_ListsEveryFieldWithTheArticle()
    {
        var failures = QuotationRules.Check(new(0, " ", null, new Dictionary<int, string> { [1] = " " }), version: 1, items: 2);

        Assert.Equal(["version", "company", "mail", "price1"], failures.Select(failure => failure.Field));
        Assert.All(failures, failure => Assert.Equal("第三十五条", failure.Article));
    }

    [Theory]
    [InlineData("0.01", true)]
    [InlineData("0", false)]
    [InlineData("0.00", false)]
    [InlineData("0.001", false)]
    [InlineData("12.500", true)]
    [InlineData("100000", true)]
    [InlineData("100000.01", false)]
    [InlineData("-1", false)]
    [InlineData("1,5", false)]
    [InlineData("1e3", false)]
    [InlineData("一万", false)]
    [InlineData("NaN", false)]
    public void Check_Price_IsPositiveBoundedAndOfTwoDecimals(string price, bool taken)
    {
        var failures = QuotationRules.Check(Sound with { Prices = new Dictionary<int, string> { [2] = price } }, version: 1, items: 2);

        Assert.Equal(taken ? [] : ["price2"], failures.Select(failure => failure.Field));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Check_PriceOfAnItemThatIsNotThere_IsRefused(int item) =>
        Assert.Single(QuotationRules.Check(Sound with { Prices = new Dictionary<int, string> { [item] = "1" } }, version: 1, items: 2));

    [Theory]
    [InlineData("sales@supplier.example", true)]
    [InlineData("Sales <sales@supplier.example>", false)]
    [InlineData("sales@supplier.example, other@supplier.example", false)]
    [InlineData("sales@supplier", false)]
    [InlineData("sales", false)]
    [InlineData("sa les@supplier.example", false)]
    [InlineData("sales@supplier.example\r\nBcc: other@supplier.example", false)]
    public void Check_Mail_IsOneAddress(string mail, bool taken) =>
        Assert.Equal(taken, QuotationRules.Check(Sound with { Mail = mail }, version: 1, items: 2).Count == 0);

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Check_Company_IsBounded(int letters, bool taken) =>
        Assert.Equal(taken, QuotationRules.Check(Sound with { Company = new string('司', letters) }, version: 1, items: 2).Count == 0);

    [Fact]
    public void Check_CompanyOfTwoLines_IsRefused() =>
        Assert.Equal(["company"], QuotationRules.Check(Sound with { Company = "甲公司\n乙公司" }, version: 1, items: 2).Select(failure => failure.Field));

    [Fact]
    public void Check_ListWasCorrectedMeanwhile_IsRefused() =>
        Assert.Equal(["quotation-version"], QuotationRules.Check(Sound, version: 2, items: 2).Select(failure => failure.Rule));

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Question_Length_IsBounded(int letters, bool taken) =>
        Assert.Equal(taken, QuestionRules.Check(new string('问', letters), "a@b.example").Count == 0);

    [Theory]
    [InlineData(2000, true)]
    [InlineData(2001, false)]
    [InlineData(0, false)]
    public void Answer_Length_IsBounded(int letters, bool taken) => Assert.Equal(taken, QuestionRules.CheckAnswer(new string('答', letters)).Count == 0);
}
