using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Staff;

/// <summary>Handles sign-in links. They end when they expire, since nothing waits for them.</summary>
public sealed class SignInLink(LinkStore links, StaffCookie cookie, IDirectory directory) : ILinkHandler
{
    /// <summary>Gets the kind. New links are requested only on the sign-in page.</summary>
    public static LinkKind Kind { get; } =
        new(new LinkPurpose("SignIn"), "登录") { Note = "链接只供您本人使用一次，请勿转发。系统不会索要您的密码。", Renewable = false };

    /// <summary>Shows the page with its button.</summary>
    public async Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken) =>
        visit.State == LinkState.Open && await directory.FindPersonAsync(visit.Of.Person, cancellationToken) is { } person
            ? Pages.Show(new SignInLinkPage
            {
                Person = person.Name,
                LinkId = visit.Id,
            })
            : DeadLinks.SignIn(visit.Id);

    /// <summary>Signs in, once per link.</summary>
    public async Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken)
    {
        if (visit.State != LinkState.Open || !await links.TryUseAsync(visit.Link.Hash, cancellationToken))
            return DeadLinks.SignIn(visit.Id);
        var http = visit.Request.HttpContext;
        await cookie.BeginAsync(http, visit.Of.Person, cancellationToken);
        return new SeeOther(ReturnLink.Take(http) ?? "/");
    }

    /// <inheritdoc/>
    public Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) => Task.FromResult(false);
}
