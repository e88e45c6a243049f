using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>What tells a repeated request from a second act: a header for programs, a hidden field for forms.</summary>
internal static class IdempotencyKey
{
    /// <summary>The longest header that is taken, in characters, unless an act takes less.</summary>
    public const int Longest = 200;

    /// <summary>Reads the header; null when there is none. False, with the refusal, when it is too long.</summary>
    public static bool TryRead(HttpRequest request, out string? key, out IResult? refusal, int longest = Longest)
    {
        key = request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } given ? given : null;
        refusal = key?.Length > longest ? Problems.Unreadable($"Idempotency-Key 不超过{longest}个字符。") : null;
        return refusal is null;
    }

    /// <summary>Reads the field of a form; null when it is missing, or longer than our pages write it.</summary>
    public static string? Of(IFormCollection form, int longest) =>
        form["idempotencyKey"].ToString() is { Length: > 0 } given && given.Length <= longest ? given : null;
}
