using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Staff;

/// <summary>
/// The mailed link that a browser comes back to after signing in. It waits in a cookie of that browser, since a
/// link's secret may stand neither in storage nor in another mail; a browser that has no such cookie goes to the
/// 工作台, where the step waits too. The cookie holds what stands behind <c>/l/</c> and nothing more, so it leads nowhere else.
/// </summary>
public static partial class ReturnLink
{
    private const string Name = "dazhou-return";

    /// <summary>Has the browser remember the link for as long as the sign-in mail can be used.</summary>
    public static void Remember(HttpContext http, string linkId) =>
        http.Response.Cookies.Append(Name, linkId, Options(SignInDesk.Lifetime));

    /// <summary>Forgets it, and answers its path; null when there is none.</summary>
    public static string? Take(HttpContext http)
    {
        if (!http.Request.Cookies.TryGetValue(Name, out var id))
            return null;
        http.Response.Cookies.Delete(Name, Options(lifetime: null));
        return LinkId().IsMatch(id) ? $"/l/{id}" : null;
    }

    private static CookieOptions Options(TimeSpan? lifetime) =>
        new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/l", MaxAge = lifetime, IsEssential = true };

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{43}\z", RegexOptions.NonBacktracking)]
    private static partial Regex LinkId();
}
