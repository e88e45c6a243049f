using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Reads what the addresses of lists have in common.</summary>
internal static class ListQuery
{
    private const int LongestText = 100;

    /// <summary>Returns a filter; null for none. One that is too long is a fault.</summary>
    public static string? TextOf(IQueryCollection query, string name, List<Fault> faults)
    {
        var value = query[name].ToString().Trim();
        if (value.Length <= LongestText)
            return value.Length == 0 ? null : value;
        faults.Add(new(name, $"{name} 不超过{LongestText}个字。"));
        return null;
    }

    /// <summary>Returns the place of the first entry of a page, from 0, which is that of an address without one; null if it cannot be read.</summary>
    public static int? PlaceOf(string? text) =>
        string.IsNullOrEmpty(text) ? 0 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;
}
