using Dazhou.Serverless.Directory;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Staff;

/// <summary>
/// The cookie of a signed-in person. It is always <c>Secure</c>, on http://localhost too: Chromium and Firefox keep and
/// send such a cookie there. Safari does not; to try the portal in Safari, put it behind https.
/// </summary>
public sealed class StaffCookie(StaffSessions sessions)
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "dazhou-session";

    /// <summary>Who is signed in; null when nobody.</summary>
    public Task<PersonRow?> IdentifyAsync(HttpRequest request, CancellationToken cancellationToken) =>
        request.Cookies.TryGetValue(Name, out var id) ? sessions.FindAsync(id, cancellationToken) : Task.FromResult<PersonRow?>(null);

    /// <summary>Begins a session and has the browser keep it until it is closed, or the session ends.</summary>
    public async Task BeginAsync(HttpContext http, string person, CancellationToken cancellationToken) =>
        http.Response.Cookies.Append(Name, await sessions.BeginAsync(person, cancellationToken), Options());

    /// <summary>Ends it here and in the record, so that a copy of the cookie is of no use either.</summary>
    public async Task EndAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Request.Cookies.TryGetValue(Name, out var id))
            await sessions.EndAsync(id, cancellationToken);
        http.Response.Cookies.Delete(Name, Options());
    }

    private static CookieOptions Options() => new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}
