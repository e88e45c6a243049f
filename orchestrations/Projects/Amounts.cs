namespace Dazhou.Serverless.Projects;

/// <summary>Amounts in 万元: decimals with at most two places, so that nothing below 百元 is lost by rounding.</summary>
public static class Amounts
{
    /// <summary>Whether an amount has no more than two decimals; trailing zeros do not count.</summary>
    public static bool HasTwoDecimals(decimal amount) => decimal.Round(amount, 2) == amount;

    /// <summary>As an office writes it: 1,800.00万元.</summary>
    public static string Text(decimal amount) => $"{amount:#,##0.00}万元";
}
