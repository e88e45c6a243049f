using System.Globalization;
using Dazhou.Serverless.Input;

namespace Orchestrations.Tests.Input;

public sealed class NumeralsTests
{
    [Theory]
    [InlineData("150", "150")]
    [InlineData(" 150.50 ", "150.50")]
    [InlineData("１５０", "150")]
    [InlineData("１，２３４．５", "1234.5")]
    [InlineData("1,234.5", "1234.5")]
    [InlineData("150万", "150")]
    [InlineData("150 万元", "150")]
    [InlineData("１５０万元", "150")]
    [InlineData("1,500,000元", "150")]
    [InlineData("0.015亿元", "150")]
    [InlineData("1.5亿", "15000")]
    [InlineData("-3", "-3")]
    [InlineData(".5", "0.5")]
    [InlineData("1000000000", "1000000000")]
    public void Amount_AsPeopleWriteIt_IsIn10000Yuan(string text, string amount) =>
        Assert.Equal(decimal.Parse(amount, CultureInfo.InvariantCulture), Numerals.Amount(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("万元")]
    [InlineData("1,5")]
    [InlineData("1,5000")]
    [InlineData("12,34,567")]
    [InlineData("1.2.3")]
    [InlineData("150美元")]
    [InlineData("约150")]
    [InlineData("一百五十")]
    [InlineData("1e3")]
    [InlineData("1000000001")]
    [InlineData("200000亿元")]
    [InlineData("79228162514264337593543950336")]
    public void Amount_ThatCouldMeanSomethingElse_IsNone(string? text) => Assert.Null(Numerals.Amount(text));

    [Theory]
    [InlineData("３", "3")]
    [InlineData("1,200", "1200")]
    [InlineData("3万", "30000")]
    public void Number_AsPeopleWriteIt_IsThatMany(string text, string number) =>
        Assert.Equal(decimal.Parse(number, CultureInfo.InvariantCulture), Numerals.Number(text));

    [Theory]
    [InlineData("3万元")]
    [InlineData("3元")]
    [InlineData("3家")]
    public void Number_WithAUnitOfMoneyOrThings_IsNone(string text) => Assert.Null(Numerals.Number(text));
}
