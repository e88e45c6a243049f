using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>The key that identifies repeated requests: a header for programs, a hidden field for forms.</summary>
internal static class IdempotencyKey
{
    /// <summary>The maximum length of the header in characters, unless a caller sets a lower one.</summary>
    public const int Longest = 200;

    /// <summary>Returns the header; null if there is none. Throws <see cref="RefusedException"/> if it is too long.</summary>
    public static string? Of(HttpRequest request, int longest = Longest)
    {
        var key = request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } given ? given : null;
        return key?.Length > longest ? throw new RefusedException(Problems.Unreadable($"Idempotency-Key 不超过{longest}个字符。")) : key;
    }

    /// <summary>Returns the form field; null if it is missing, or longer than our pages write it.</summary>
    public static string? Of(IFormCollection form, int longest) =>
        form["idempotencyKey"].ToString() is { Length: > 0 } given && given.Length <= longest ? given : null;
}
