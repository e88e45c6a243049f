using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// Refuses posts that another site made a browser send. Browsers state where a post comes from in
/// <c>Sec-Fetch-Site</c> and <c>Origin</c>; command-line clients send neither.
/// </summary>
public sealed class SameOrigin(OnlineAddress online)
{
    /// <summary>True when nothing shows that the request was sent from another site.</summary>
    public bool Allows(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        if (!string.IsNullOrEmpty(site) && site is not ("same-origin" or "none"))
            return false;
        string? origin = request.Headers.Origin;
        // "null" is what our own pages send, because they forbid referrers. Browsers that know Sec-Fetch-Site
        // have been judged by it above; in older ones the secret link itself is what a foreign page lacks.
        if (origin is null or "" or "null")
            return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && (Same(from.Authority, request.Host.Value) || Same(from.Authority, new Uri(online.BaseUrl).Authority));
    }

    private static bool Same(string left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
