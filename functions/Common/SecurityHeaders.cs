using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>The headers that every answer carries.</summary>
public static class SecurityHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>
    /// The policy of a page that has scripts of the site: they come from it, ask only it, and nothing else runs. A page
    /// reached by a mailed link never has one.
    /// </summary>
    internal const string WithScripts = ContentSecurityPolicy + "; script-src 'self'; connect-src 'self'";

    /// <summary>
    /// Sets them. Pages have no script unless they say so (<see cref="WithScripts"/>) and load nothing from elsewhere; an address, which may be a secret link,
    /// is told to nobody; nothing is kept in a cache unless the function says otherwise.
    /// </summary>
    public static void Apply(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["X-Robots-Tag"] = "noindex";
        headers.CacheControl = "no-store";
    }
}
