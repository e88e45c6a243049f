using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Staff;

/// <summary>What a sign-in link does.</summary>
public sealed class LinkSignIns(LinkStore links, StaffCookie cookie, IDirectory directory)
{
    /// <summary>The page with its button; null when the link is for something else, or of no use any more.</summary>
    public async Task<IResult?> ShowAsync(string id, LinkLookup lookup, CancellationToken cancellationToken) =>
        lookup is { State: LinkState.Open, Link.Request: { Purpose: LinkPurpose.SignIn } of }
        && await directory.FindPersonAsync(of.Person, cancellationToken) is { } person
            ? Pages.Show(new SignInLinkPage
            {
                Person = person.Name,
                LinkId = id,
            })
            : null;

    /// <summary>Signs in, once for a link; null when it was used up meanwhile.</summary>
    public async Task<IResult?> PostAsync(HttpContext http, LinkRow link, CancellationToken cancellationToken)
    {
        if (!await links.TryUseAsync(link.Hash, cancellationToken))
            return null;
        await cookie.BeginAsync(http, link.Request.Person, cancellationToken);
        return new SeeOther(ReturnLink.Take(http) ?? "/");
    }
}
