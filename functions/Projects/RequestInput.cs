using System.Globalization;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Reads what was typed or sent, as every desk does.</summary>
internal static class RequestInput
{
    /// <summary>A year as a query or form names it; null for anything else.</summary>
    public static int? Year(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2023 and <= 2100 ? year : null;

    /// <summary>The year that an address names; refused where it is none.</summary>
    public static int YearOf(string address) => Year(address) ?? throw new RefusedException(Problems.Unreadable("年度应为年份，例如 2027。"));

    /// <summary>An amount in 万元 as people write it; what is none stays out of range, so that the rules name it.</summary>
    public static decimal Amount(string? text) => Numerals.Amount(text) ?? -1m;
}
