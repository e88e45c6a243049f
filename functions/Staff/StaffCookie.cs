using Dazhou.Serverless.Directory;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Staff;

/// <summary>
/// The session cookie of a signed-in person. It is always <c>Secure</c>, even on http://localhost, where Chromium and Firefox accept it.
/// Safari does not; to use the portal in Safari, put it behind https.
/// </summary>
public sealed class StaffCookie(StaffSessions sessions)
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "dazhou-session";

    /// <summary>Returns the signed-in person; null if nobody is signed in.</summary>
    public Task<PersonRow?> IdentifyAsync(HttpRequest request, CancellationToken cancellationToken) =>
        request.Cookies.TryGetValue(Name, out var id) ? sessions.FindAsync(id, cancellationToken) : Task.FromResult<PersonRow?>(null);

    /// <summary>Starts a session whose cookie lasts until the browser is closed.</summary>
    public async Task BeginAsync(HttpContext http, string person, CancellationToken cancellationToken) =>
        http.Response.Cookies.Append(Name, await sessions.BeginAsync(person, cancellationToken), Options());

    /// <summary>Ends the session and deletes the cookie, so that a copy of the cookie is useless too.</summary>
    public async Task EndAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Request.Cookies.TryGetValue(Name, out var id))
            await sessions.EndAsync(id, cancellationToken);
        http.Response.Cookies.Delete(Name, Options());
    }

    private static CookieOptions Options() => new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}
