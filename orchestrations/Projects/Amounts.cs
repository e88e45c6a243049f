namespace Dazhou.Serverless.Projects;

/// <summary>Amounts in 万元 with at most two decimals, so that rounding loses nothing (0.01万元 = 1百元).</summary>
public static class Amounts
{
    /// <summary>Whether an amount has no more than two decimals; trailing zeros do not count.</summary>
    public static bool HasTwoDecimals(decimal amount) => decimal.Round(amount, 2) == amount;

    /// <summary>An amount in official style: 1,800.00万元.</summary>
    public static string Text(decimal amount) => $"{amount:#,##0.00}万元";
}
