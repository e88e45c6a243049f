using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Reads what was typed or sent, as every desk does.</summary>
internal static class RequestInput
{
    /// <summary>A year as a query or form names it; null for anything else.</summary>
    public static int? Year(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2023 and <= 2100 ? year : null;

    /// <summary>An amount in 万元; what is none stays out of range, so that the rules name it.</summary>
    public static decimal Amount(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount : -1m;

    /// <summary>The body of a request; null if it cannot be read.</summary>
    public static async Task<T?> BodyAsync<T>(HttpRequest request, JsonSerializerOptions options, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, options, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
