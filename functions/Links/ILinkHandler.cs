using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Links;

/// <summary>Handles the links of one purpose. Registered with <see cref="LinkServices.AddLink{T}"/> by the folder that owns the purpose.</summary>
public interface ILinkHandler
{
    /// <summary>
    /// Shows the form, or what was recorded, whatever the link's present state. Null if there is neither; the reader is then told why the
    /// link cannot be used and what to do.
    /// </summary>
    Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken);

    /// <summary>
    /// Records a form posted to an open link, or shows what a used link recorded. Safe to repeat: the first record stands. Null as for
    /// <see cref="ShowAsync"/>.
    /// </summary>
    Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken);

    /// <summary>Returns whether what the link asks for is still open: then even an expired link can be used, and a new one requested.</summary>
    Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken);

    /// <summary>Returns the content of the mail with a new link; called only for renewable kinds.</summary>
    Task<LinkMatter> TellAsync(LinkRequest of, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"Of a link to {of.Purpose} no fresh one can be had.");
}

/// <summary>A request to the address of a link.</summary>
/// <param name="Id">The part of the URL after <c>/l/</c>.</param>
/// <param name="Link">The link.</param>
/// <param name="State">The state of the link; open as long as what it asks for is open.</param>
/// <param name="Request">The HTTP request.</param>
public sealed record LinkVisit(string Id, LinkRow Link, LinkState State, HttpRequest Request)
{
    /// <summary>Gets the request for which the link was created.</summary>
    public LinkRequest Of => Link.Request;
}

/// <summary>The subject of a link, as mails describe it.</summary>
/// <param name="Title">The title.</param>
/// <param name="Act">The act that the holder is asked for: 审核, 审定, 提交项目建设技术方案 etc.</param>
/// <param name="Article">The article; null if there is none.</param>
/// <param name="Until">The due instant; null if there is none.</param>
/// <param name="LastOpinion">The last opinion in one sentence; null if there is none.</param>
public sealed record LinkMatter(string Title, string Act, string? Article, DateTimeOffset? Until, string? LastOpinion);
