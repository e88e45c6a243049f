using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Links;

/// <summary>
/// Routes links to the handlers of their purposes. An expired link still works while what it asks for is open; the link of a person who has
/// left office does not.
/// </summary>
public sealed class LinkDesk(LinkStore links, LinkKinds kinds, IDirectory directory, IServiceProvider services, TimeProvider time)
{
    /// <summary>Returns a link with its effective state.</summary>
    public async Task<LinkLookup> FindAsync(string id, CancellationToken cancellationToken)
    {
        var lookup = await links.FindAsync(id, cancellationToken);
        return lookup is { State: LinkState.Expired, Link: { } link } && await WaitsAsync(link, cancellationToken)
            ? lookup with { State = LinkState.Open }
            : lookup;
    }

    /// <summary>Returns whether what a link asks for is still open.</summary>
    public async Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) =>
        HandlerOf(link) is { } handler && await handler.WaitsAsync(link, cancellationToken);

    /// <summary>Returns the content of the mail with a new link.</summary>
    public Task<LinkMatter> TellAsync(LinkRow link, CancellationToken cancellationToken) =>
        HandlerOf(link) is { } handler
            ? handler.TellAsync(link.Request, cancellationToken)
            : throw new InvalidOperationException($"Nobody registered the purpose {link.Request.Purpose}.");

    /// <summary>Returns the page of a link.</summary>
    public async Task<IResult> ShowAsync(HttpRequest request, string id, LinkLookup lookup, CancellationToken cancellationToken)
    {
        if (await DepartedAsync(id, lookup, cancellationToken) is { } departed)
            return departed;
        return lookup.Link is { } link
            ? (HandlerOf(link) is { } handler ? await handler.ShowAsync(new(id, link, lookup.State, request), cancellationToken) : null) ?? DeadLinks.Of(id, lookup.State)
            : DeadLinks.Unknown(id);
    }

    /// <summary>Handles a form posted to a link.</summary>
    public async Task<IResult> PostAsync(HttpRequest request, string id, LinkLookup lookup, DurableTaskClient client, CancellationToken cancellationToken)
    {
        // Used links are handled as well: the answer shows what they recorded.
        if (lookup is not { State: LinkState.Open or LinkState.Used, Link: { } link } || HandlerOf(link) is not { } handler)
            return await ShowAsync(request, id, lookup, cancellationToken);
        if (await DepartedAsync(id, lookup, cancellationToken) is { } departed)
            return departed;
        var form = await request.ReadFormAsync(cancellationToken);
        return await handler.PostAsync(new(id, link, lookup.State, request), client, form, cancellationToken)
            ?? await ShowAsync(request, id, lookup, cancellationToken);
    }

    /// <summary>Returns the page for the unused link of a person who has left office; null for everybody else.</summary>
    public async Task<IResult?> DepartedAsync(string id, LinkLookup lookup, CancellationToken cancellationToken) =>
        lookup is { State: LinkState.Open, Link.Request: var of }
        && !kinds.Of(of.Purpose).ForThePublic
        && await directory.FindPersonAsync(of.Person, cancellationToken) is { } person
        && !person.ServesOn(time.GetChinaToday())
            ? DeadLinks.Departed(id)
            : null;

    private ILinkHandler? HandlerOf(LinkRow link) => services.GetKeyedService<ILinkHandler>(link.Request.Purpose);
}
