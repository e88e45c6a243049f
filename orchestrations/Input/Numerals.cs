using System.Globalization;
using System.Text.RegularExpressions;

namespace Dazhou.Serverless.Input;

/// <summary>
/// Parses numbers as people type them: with full-width digits, thousands separators, 万 and 亿. A separator must precede three digits
/// (<c>1,234.5</c>); others, such as <c>1,5</c>, are ambiguous and rejected.
/// </summary>
public static partial class Numerals
{
    private const int Longest = 40;

    /// <summary>The maximum of an amount in 万元 or a quantity: larger ones are typing errors and would overflow sums.</summary>
    public const decimal Most = 1_000_000_000m;

    /// <summary>
    /// Parses an amount and returns it in 万元, the default unit: <c>150</c>, <c>１５０万</c>, <c>150万元</c>, <c>1,500,000元</c> and <c>0.015亿元</c>
    /// are equal. Null if the text is no amount.
    /// </summary>
    public static decimal? Amount(string? text) => Read(text) switch
    {
        (var number, "" or "万" or "万元") => Held(number, 1m),
        (var number, "亿" or "亿元") => Held(number, 10_000m),
        (var number, "元") => Held(number, 0.0001m),
        _ => null,
    };

    /// <summary>Parses a number without unit; <c>3万</c> is 30000. Null if the text is no number.</summary>
    public static decimal? Number(string? text) => Read(text) switch
    {
        (var number, "") => Held(number, 1m),
        (var number, "万") => Held(number, 10_000m),
        (var number, "亿") => Held(number, 100_000_000m),
        _ => null,
    };

    /// <summary>Writes a number so that <see cref="Number"/> reads it back; 150.0 and 150 are one number and are written alike.</summary>
    public static string Plain(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);

    private static (decimal Number, string Unit)? Read(string? text)
    {
        if (text is null || text.Length > Longest)
            return null;
        var match = Written().Match(string.Concat(text.Select(HalfWidth)).Trim());
        return match.Success
            && decimal.TryParse(
                match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture, out var number)
            ? (number, match.Groups["unit"].Value)
            : null;
    }

    private static char HalfWidth(char c) => c switch
    {
        '\u3000' => ' ',
        '\u2212' => '-',
        _ => FieldText.Narrow(c),
    };

    private static decimal? Held(decimal number, decimal times)
    {
        if (Math.Abs(number) > Most)
            return null;
        var product = number * times;
        return Math.Abs(product) <= Most ? product : null;
    }

    [GeneratedRegex(@"^(?<number>[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)?(\.[0-9]*)?)\s*(?<unit>万元|亿元|万|亿|元)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
