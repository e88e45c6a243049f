using System.Globalization;
using System.Text.RegularExpressions;

namespace Dazhou.Serverless.Input;

/// <summary>
/// Numbers as people type them: full-width digits, separators between thousands, 万 and 亿. A separator stands before three digits
/// (<c>1,234.5</c>); anything else, such as <c>1,5</c>, could mean two numbers and is none.
/// </summary>
public static partial class Numerals
{
    private const int Longest = 40;

    /// <summary>The most that an amount in 万元, or a quantity, may be: beyond it, it was mistyped and would overflow sums.</summary>
    public const decimal Most = 1_000_000_000m;

    /// <summary>
    /// An amount in 万元, which is what a bare number means: <c>150</c>, <c>１５０万</c>, <c>150万元</c>, <c>1,500,000元</c> and
    /// <c>0.015亿元</c> are one amount. Null for what is none.
    /// </summary>
    public static decimal? Amount(string? text) => Read(text) switch
    {
        (var number, "" or "万" or "万元") => Held(number, 1m),
        (var number, "亿" or "亿元") => Held(number, 10_000m),
        (var number, "元") => Held(number, 0.0001m),
        _ => null,
    };

    /// <summary>A number without unit; <c>3万</c> is 30000. Null for what is none.</summary>
    public static decimal? Number(string? text) => Read(text) switch
    {
        (var number, "") => Held(number, 1m),
        (var number, "万") => Held(number, 10_000m),
        (var number, "亿") => Held(number, 100_000_000m),
        _ => null,
    };

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

    // Digits, signs and separators of full width stand in one block, in the order of ASCII.
    private static char HalfWidth(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u3000' => ' ',
        '\u2212' => '-',
        _ => c,
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
