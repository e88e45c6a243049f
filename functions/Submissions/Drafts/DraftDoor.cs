using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Staff;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>Who is at drafts.</summary>
/// <param name="By">As the trail keeps it: a person's or unit's id.</param>
/// <param name="Owner">Whose drafts are open.</param>
/// <param name="Draft">The only one that is; null for all.</param>
/// <param name="IsSignedIn">Whether a person signed in, who reads pages of the portal as well.</param>
public sealed record DraftVisitor(string By, string Owner, string? Draft, bool IsSignedIn)
{
    /// <summary>Whether a draft is open.</summary>
    public bool Opens(DraftRow draft) => draft.IsOpenTo(Owner, Draft);
}

/// <summary>
/// Opens drafts: to people of the unit who signed in, and to whoever showed the unit's key or a mailed link once, by a cookie that lives a
/// working day. No address of a draft opens anything by itself.
/// </summary>
public sealed class DraftDoor(Drafts drafts, DraftPasses passes, StaffCookie staff, UnitKeys keys)
{
    /// <summary>The cookie's name.</summary>
    public const string CookieName = "dazhou-drafts";

    /// <summary>Who is at drafts; null for nobody whose drafts would be known.</summary>
    public async Task<DraftVisitor?> VisitorAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await PassAsync(request, cancellationToken) ?? await PersonAsync(request, cancellationToken);

    /// <summary>The draft if it is open to who asks; refused with the form for the unit's key where it is not, and with 404 where there is none.</summary>
    public async Task<(DraftRow Draft, DraftVisitor Visitor)> OpenAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        // A form's draft is opened by the form's page alone.
        if (await drafts.FindAsync(id, cancellationToken) is not { Kind: not FormPlace.DraftKind } draft)
            throw new RefusedException(DraftPages.None());
        // A person of the unit stays that person, whatever pass the browser still has.
        foreach (var visitor in new[] { await PersonAsync(request, cancellationToken), await PassAsync(request, cancellationToken) })
        {
            if (visitor?.Opens(draft) == true)
                return (draft, visitor);
        }

        throw new RefusedException(DraftPages.AskForKey(id, StatusCodes.Status401Unauthorized, []));
    }

    /// <summary>Lets whoever showed a unit's key go on with its drafts.</summary>
    public Task AdmitAsync(HttpContext http, string owner, string? draft, string by, CancellationToken cancellationToken) =>
        AppendAsync(http, passes.GiveAsync(owner, draft, by, cancellationToken));

    /// <summary>Whose key was typed into a form; null for nobody's.</summary>
    public Task<UnitCaller?> HolderAsync(HttpRequest request, IFormCollection form, CancellationToken cancellationToken) =>
        keys.FindHolderAsync(request, form, cancellationToken);

    /// <summary>The person who signed in; null for nobody, and for an expert, who fills in nothing for a unit.</summary>
    public async Task<PersonRow?> SignedInAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await staff.IdentifyAsync(request, cancellationToken) is { IsOnlyExpert: false } person ? person : null;

    private async Task<DraftVisitor?> PersonAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await SignedInAsync(request, cancellationToken) is { } person ? new(person.Id, person.Unit, Draft: null, IsSignedIn: true) : null;

    private async Task<DraftVisitor?> PassAsync(HttpRequest request, CancellationToken cancellationToken) =>
        request.Cookies.TryGetValue(CookieName, out var pass) && await passes.FindAsync(pass, cancellationToken) is { } row
            ? new(row.By, row.Owner, row.Draft, IsSignedIn: false)
            : null;

    private static async Task AppendAsync(HttpContext http, Task<string> pass) =>
        http.Response.Cookies.Append(
            CookieName, await pass, new CookieOptions { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true });
}
