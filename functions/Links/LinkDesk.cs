using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Links;

/// <summary>
/// Leads from a link to the handler of its purpose. A link past its time lives on while what it asks for is open; that of somebody who
/// left the office opens nothing.
/// </summary>
public sealed class LinkDesk(LinkStore links, LinkKinds kinds, IDirectory directory, IServiceProvider services, TimeProvider time)
{
    /// <summary>The link as it stands for its holder.</summary>
    public async Task<LinkLookup> FindAsync(string id, CancellationToken cancellationToken)
    {
        var lookup = await links.FindAsync(id, cancellationToken);
        return lookup is { State: LinkState.Expired, Link: { } link } && await WaitsAsync(link, cancellationToken)
            ? lookup with { State = LinkState.Open }
            : lookup;
    }

    /// <summary>Whether what a link asks for is still open.</summary>
    public async Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) =>
        HandlerOf(link) is { } handler && await handler.WaitsAsync(link, cancellationToken);

    /// <summary>What the mail says that brings a fresh link.</summary>
    public Task<LinkMatter> TellAsync(LinkRow link, CancellationToken cancellationToken) =>
        HandlerOf(link) is { } handler
            ? handler.TellAsync(link.Request, cancellationToken)
            : throw new InvalidOperationException($"Nobody registered the purpose {link.Request.Purpose}.");

    /// <summary>The page of a link.</summary>
    public async Task<IResult> ShowAsync(HttpRequest request, string id, LinkLookup lookup, CancellationToken cancellationToken)
    {
        if (await DepartedAsync(id, lookup, cancellationToken) is { } departed)
            return departed;
        return lookup.Link is { } link
            ? (HandlerOf(link) is { } handler ? await handler.ShowAsync(new(id, link, lookup.State, request), cancellationToken) : null) ?? DeadLinks.Of(id, lookup.State)
            : DeadLinks.Unknown(id);
    }

    /// <summary>Does what a form that was posted to a link asks for.</summary>
    public async Task<IResult> PostAsync(HttpRequest request, string id, LinkLookup lookup, DurableTaskClient client, CancellationToken cancellationToken)
    {
        // A used link is let through as well: what it recorded stands, and the answer shows it.
        if (lookup is not { State: LinkState.Open or LinkState.Used, Link: { } link } || HandlerOf(link) is not { } handler)
            return await ShowAsync(request, id, lookup, cancellationToken);
        if (await DepartedAsync(id, lookup, cancellationToken) is { } departed)
            return departed;
        var form = await request.ReadFormAsync(cancellationToken);
        return await handler.PostAsync(new(id, link, lookup.State, request), client, form, cancellationToken)
            ?? await ShowAsync(request, id, lookup, cancellationToken);
    }

    /// <summary>The page for the unused link of somebody who left; null for everybody else.</summary>
    public async Task<IResult?> DepartedAsync(string id, LinkLookup lookup, CancellationToken cancellationToken) =>
        lookup is { State: LinkState.Open, Link.Request: var of }
        && !kinds.Of(of.Purpose).ForThePublic
        && await directory.FindPersonAsync(of.Person, cancellationToken) is { } person
        && !person.ServesOn(time.GetChinaToday())
            ? DeadLinks.Departed(id)
            : null;

    private ILinkHandler? HandlerOf(LinkRow link) => services.GetKeyedService<ILinkHandler>(link.Request.Purpose);
}
