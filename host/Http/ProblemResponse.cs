using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Dazhou.FunctionsHost;

/// <summary>Writes RFC 9457 problem details in Chinese.</summary>
internal static class ProblemResponse
{
    // Chinese texts stay readable in curl; the content type keeps browsers from running anything.
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The same on one line of a log, with names as they are.</summary>
    public static readonly JsonSerializerOptions JsonLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(HttpContext http, int status, string title, string? detail = null, string? field = null)
    {
        if (http.Response.HasStarted)
            return;

        http.Response.Clear();
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        var errors = field is null ? null : new Dictionary<string, string[]> { [field] = [detail ?? title] };
        await http.Response.WriteAsJsonAsync(
            new Problem("about:blank", title, status, detail, errors), Json, "application/problem+json", http.RequestAborted);
    }

    private sealed record Problem(string Type, string Title, int Status, string? Detail, Dictionary<string, string[]>? Errors);
}
