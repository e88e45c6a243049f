using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Links;

/// <summary>What the links of one purpose do. Whoever owns the purpose registers it: <see cref="LinkServices.AddLink{T}"/>.</summary>
public interface ILinkHandler
{
    /// <summary>
    /// The form, or what was recorded, whatever became of the link since. Null where there is neither: then the reader is told why the
    /// link is of no use, and what to do.
    /// </summary>
    Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken);

    /// <summary>
    /// Records what was posted to an open link, or to a used one, which is to show what it recorded. Safe to repeat: the first record
    /// stays. Null as for <see cref="ShowAsync"/>.
    /// </summary>
    Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken);

    /// <summary>Whether what the link asks for is still open: then it can be used however old it is, and a fresh one be had.</summary>
    Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken);

    /// <summary>What the mail says that brings a fresh link; asked only where one may be had.</summary>
    Task<LinkMatter> TellAsync(LinkRequest of, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"Of a link to {of.Purpose} no fresh one can be had.");
}

/// <summary>Somebody at the address of a link.</summary>
/// <param name="Id">What stands behind <c>/l/</c>.</param>
/// <param name="Link">The link.</param>
/// <param name="State">What may be done with it; open as long as what it asks for is.</param>
/// <param name="Request">The request.</param>
public sealed record LinkVisit(string Id, LinkRow Link, LinkState State, HttpRequest Request)
{
    /// <summary>What the link is for.</summary>
    public LinkRequest Of => Link.Request;
}

/// <summary>The matter of a link.</summary>
/// <param name="Title">As people know it.</param>
/// <param name="Act">What its holder is asked to do: 审核, 审定, 提交项目建设技术方案...</param>
/// <param name="Article">The article that it rests on.</param>
/// <param name="Until">Until when.</param>
/// <param name="LastOpinion">The last opinion about it in one sentence; null if there is none.</param>
public sealed record LinkMatter(string Title, string Act, string? Article, DateTimeOffset? Until, string? LastOpinion);
