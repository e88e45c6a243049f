using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>What tells a repeated request from a second act: a header for programs, a hidden field for forms.</summary>
internal static class IdempotencyKey
{
    /// <summary>The longest header that is taken, in characters, unless an act takes less.</summary>
    public const int Longest = 200;

    /// <summary>Reads the header; null when there is none. One that is too long ends the request.</summary>
    public static string? Of(HttpRequest request, int longest = Longest)
    {
        var key = request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } given ? given : null;
        return key?.Length > longest ? throw new RefusedException(Problems.Unreadable($"Idempotency-Key 不超过{longest}个字符。")) : key;
    }

    /// <summary>Reads the field of a form; null when it is missing, or longer than our pages write it.</summary>
    public static string? Of(IFormCollection form, int longest) =>
        form["idempotencyKey"].ToString() is { Length: > 0 } given && given.Length <= longest ? given : null;
}
