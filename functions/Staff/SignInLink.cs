using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Staff;

/// <summary>What a sign-in link does. Its time is its own: nothing waits for it.</summary>
public sealed class SignInLink(LinkStore links, StaffCookie cookie, IDirectory directory) : ILinkHandler
{
    /// <summary>What it is for. A fresh one is asked for where people sign in, and nowhere else.</summary>
    public static LinkKind Kind { get; } =
        new(new LinkPurpose("SignIn"), "登录") { Note = "链接只供您本人使用一次，请勿转发。系统不会索要您的密码。", Renewable = false };

    /// <summary>The page with its button.</summary>
    public async Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken) =>
        visit.State == LinkState.Open && await directory.FindPersonAsync(visit.Of.Person, cancellationToken) is { } person
            ? Pages.Show(new SignInLinkPage
            {
                Person = person.Name,
                LinkId = visit.Id,
            })
            : DeadLinks.SignIn(visit.Id);

    /// <summary>Signs in, once for a link.</summary>
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
