using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>The security headers of every response.</summary>
public static class SecurityHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The policy for pages with scripts: scripts and requests only from and to this site. Pages reached by a mailed link never use it.</summary>
    internal const string WithScripts = ContentSecurityPolicy + "; script-src 'self'; connect-src 'self'";

    /// <summary>
    /// Sets the headers. Unless declared otherwise (<see cref="WithScripts"/>), pages run no scripts; they load nothing from elsewhere;
    /// addresses, which may be secret links, are never sent as referrers; and nothing is cached unless the function allows it.
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
