using System.Net.Mail;
using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Projects;

/// <summary>A supplier's quotation as entered (第三十五条: 价格咨询).</summary>
/// <param name="Version">the version of the function list that the supplier saw</param>
/// <param name="Company">公司名称</param>
/// <param name="Mail">电子邮箱</param>
/// <param name="Prices">the entered prices by item number, starting at 1; empty for items without a quotation</param>
public sealed record QuotationInput(int Version, string? Company, string? Mail, IReadOnlyDictionary<int, string> Prices);

/// <summary>The price of an item of the function list.</summary>
/// <param name="Item">its number, starting at 1</param>
/// <param name="Amount">the price of the whole item, 万元 with at most two decimals</param>
public sealed record ItemPrice(int Item, decimal Amount);

/// <summary>Rules of quotations.</summary>
public static class QuotationRules
{
    /// <summary>The most characters in a company's name.</summary>
    public const int LongestCompany = 100;

    /// <summary>The most characters in a mail address.</summary>
    public const int LongestMail = 200;

    /// <summary>The highest price of an item, 万元; anything above is an error, e.g. a price in 元.</summary>
    public const decimal HighestPrice = 100_000m;

    private const string Article = FunctionListRules.Article;

    /// <summary>Returns the rules that a quotation breaks, for a list of this version and number of items; the fields are those of the form.</summary>
    public static IReadOnlyList<RuleFailure> Check(QuotationInput input, int version, int items)
    {
        var failures = new List<RuleFailure>();
        if (input.Version != version)
            failures.Add(new("quotation-version", Article, "version", $"功能清单已经更正为第{version}版，请按现行清单核对报价后重新提交"));
        if (!IsLine(input.Company, LongestCompany))
            failures.Add(new("quotation-company", Article, "company", $"请填写公司名称，不超过{LongestCompany}字"));
        if (!IsMail(input.Mail))
            failures.Add(new("quotation-mail", Article, "mail", $"请填写可以收信的电子邮箱，不超过{LongestMail}个字符"));

        var quoted = input.Prices.Where(price => !string.IsNullOrWhiteSpace(price.Value)).ToList();
        if (quoted.Count == 0)
            failures.Add(new("quotation-prices", Article, "price1", "请至少对一项功能报价"));
        failures.AddRange(quoted
            .Where(price => price.Key < 1 || price.Key > items || PriceOf(price.Value) is null)
            .OrderBy(price => price.Key)
            .Select(price => new RuleFailure(
                "quotation-price", Article, $"price{price.Key}",
                $"第{price.Key}项的报价须为大于0、不超过{HighestPrice:#,##0}的数字，单位万元，最多两位小数")));
        return failures;
    }

    /// <summary>Returns the prices of a valid quotation, by item.</summary>
    public static IReadOnlyList<ItemPrice> PricesOf(QuotationInput input) =>
    [
        .. input.Prices
            .Where(price => !string.IsNullOrWhiteSpace(price.Value))
            .OrderBy(price => price.Key)
            .Select(price => new ItemPrice(price.Key, PriceOf(price.Value)!.Value)),
    ];

    /// <summary>Parses an entered price, in 万元; null if it is not a valid one, such as 1,5, which could be 1.5 or 15.</summary>
    public static decimal? PriceOf(string text) =>
        Numerals.Amount(text) is { } price
        && price is > 0m and <= HighestPrice && Amounts.HasTwoDecimals(price)
            ? price
            : null;

    /// <summary>Whether a text is a single mail address.</summary>
    public static bool IsMail(string? text) =>
        text is { Length: > 0 and <= LongestMail }
        && text.All(letter => letter is > ' ' and < (char)127)
        && MailAddress.TryCreate(text, out var address)
        && address.Address == text
        && address.Host.Contains('.', StringComparison.Ordinal);

    /// <summary>Normalizes an address; addresses that differ only in case are the same.</summary>
    public static string SameMail(string mail) => mail.ToLowerInvariant();

    private static bool IsLine(string? text, int longest) =>
        !string.IsNullOrWhiteSpace(text) && text.Trim().Length <= longest && FieldText.IsLine(text);
}
