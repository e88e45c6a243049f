using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Staff;

/// <summary>
/// Remembers the mailed link to return to after signing in. It is kept in a cookie, since the secret of a link may be neither stored nor
/// mailed again; without the cookie the person gets to the 工作台, where the step is listed too. The cookie contains only the part after
/// <c>/l/</c>, so it cannot redirect elsewhere.
/// </summary>
public static partial class ReturnLink
{
    private const string Name = "dazhou-return";

    /// <summary>Stores the link in a cookie for as long as the sign-in mail is valid.</summary>
    public static void Remember(HttpContext http, string linkId) =>
        http.Response.Cookies.Append(Name, linkId, Options(SignInDesk.Lifetime));

    /// <summary>Deletes the cookie and returns the path of its link; null if there is none.</summary>
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
