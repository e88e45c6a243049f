using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// Refuses posts that a browser sends on behalf of another site. Browsers state the origin in <c>Sec-Fetch-Site</c> and <c>Origin</c>;
/// command-line clients send neither.
/// </summary>
public sealed class SameOrigin(OnlineAddress online)
{
    /// <summary>Returns whether a request may have come from this site.</summary>
    public bool Allows(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        if (!string.IsNullOrEmpty(site) && site is not ("same-origin" or "none"))
            return false;
        string? origin = request.Headers.Origin;
        // Our own pages send "null", because they forbid referrers. Browsers with Sec-Fetch-Site were checked above; with older ones, a
        // foreign page still lacks the secret link.
        if (origin is null or "" or "null")
            return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && (Same(from.Authority, request.Host.Value) || Same(from.Authority, new Uri(online.BaseUrl).Authority));
    }

    private static bool Same(string left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
