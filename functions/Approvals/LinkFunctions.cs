using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Consultation;
using Dazhou.Serverless.Functions.Projects.Operations;
using Dazhou.Serverless.Functions.Staff;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>
/// The pages behind mailed links. GET and HEAD only show, because mail scanners open, render and even click;
/// only a POST with a choice that nobody preselected records anything.
/// </summary>
public sealed class LinkFunctions(
    LinkStore links,
    LinkPages pages,
    LinkActions actions,
    LinkUploads uploads,
    LinkCorrections corrections,
    LinkReports reports,
    LinkChanges changes,
    LinkSignIns signIns,
    LinkExtensions extensions,
    LinkAcknowledgements acknowledgements,
    ConsultationLinks consultations,
    OperationAsks operations,
    LinkSessions sessions,
    LinkRenewals renewals,
    RateLimits limits)
{
    private static readonly string[] RenewedText =
    [
        "请办理人本人查收登记的工作邮箱，打开最新一封邮件中的链接。几分钟内没有收到的，请查看垃圾邮件箱。",
        "为保证安全，新链接不会显示在本页，也不会发送到其他邮箱。",
    ];

    /// <summary>Shows the matter and the form, what was recorded, or why the link is of no use any more.</summary>
    [OpenTo(Caller.LinkHolder)]
    [Function("ShowLink")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "l/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (limits.TakeLink(request.HttpContext, LinkStore.HashOf(id)) is { } limited)
            return limited.Answer();
        return await ShowAsync(request, id, await links.FindAsync(id, cancellationToken), cancellationToken);
    }

    /// <summary>Records what the holder decided or hands in; a repeated post shows the same recorded result.</summary>
    [OpenTo(Caller.LinkHolder)]
    [Function("PostLink")]
    public async Task<IResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "l/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (limits.TakeLink(request.HttpContext, LinkStore.HashOf(id)) is { } limited)
            return limited.Answer();
        if (!request.HasFormContentType)
            return Problems.Unreadable("请用表单提交。");
        var lookup = await links.FindAsync(id, cancellationToken);
        // A used link is let through as well: the decision stands in the record, and the answer shows it.
        if (lookup is not { State: LinkState.Open or LinkState.Used, Link: { } link })
            return await ShowAsync(request, id, lookup, cancellationToken);
        if (await sessions.RefusalAsync(request, id, lookup, cancellationToken) is { } refusal)
            return refusal;

        var form = await request.ReadFormAsync(cancellationToken);
        return link.Request.Purpose switch
        {
            LinkPurpose.Decide when LinkChanges.IsAsked(form) => await changes.ChangeAsync(client, id, link, form, cancellationToken),
            LinkPurpose.Decide => await actions.DecideAsync(client, id, link, form, cancellationToken),
            LinkPurpose.Upload or LinkPurpose.Report when LinkExtensions.IsAsked(form) => await extensions.ApplyAsync(client, link, form, cancellationToken),
            LinkPurpose.Upload => await uploads.UploadAsync(client, id, link, form, cancellationToken),
            LinkPurpose.Report when await corrections.PostAsync(client, id, link, form, cancellationToken) is { } answer => answer,
            LinkPurpose.SignIn when await signIns.PostAsync(request.HttpContext, link, cancellationToken) is { } answer => answer,
            LinkPurpose.Report when SubmissionKinds.Find(link.Request.Step) is not null => await reports.TakeAsync(client, AskPlace.OfLink(id), link.Request, link.Hash, form, cancellationToken),
            LinkPurpose.Report when OperationAsks.IsOf(link.Request) => await operations.PostAsync(client, id, lookup, form, cancellationToken) ?? await pages.ShowAsync(id, lookup, cancellationToken),
            LinkPurpose.Dispute => await actions.DisputeAsync(id, link, form, cancellationToken),
            LinkPurpose.Acknowledge when await acknowledgements.PostAsync(id, link, form, cancellationToken) is { } answer => answer,
            _ => await consultations.PostAsync(client, id, link, form, cancellationToken) ?? await pages.ShowAsync(id, lookup, cancellationToken),
        };
    }

    /// <summary>发新链接: mails to the person whom the link named, and tells the asker nothing about that person.</summary>
    [OpenTo(Caller.LinkHolder)]
    [Function("RenewLink")]
    public async Task<IResult> RenewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "l/{id}/renew")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (limits.TakeRenewal(request.HttpContext, LinkStore.HashOf(id)) is { } limited)
            return limited.Answer();
        var lookup = await links.FindAsync(id, cancellationToken);
        if (lookup.Link is { Request.IsForThePublic: false } link)
            await renewals.RenewAsync(client, link, cancellationToken);
        return Pages.Show<DeadLinkPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(DeadLinkPage.Title)] = "新链接已发送到本人邮箱",
            [nameof(DeadLinkPage.LinkId)] = id,
            [nameof(DeadLinkPage.Renewable)] = false,
            [nameof(DeadLinkPage.Paragraphs)] = RenewedText,
        });
    }

    /// <summary>Mails the sign-in link to the person whom this link names, where the step needs it, and comes back here after it.</summary>
    [OpenTo(Caller.LinkHolder)]
    [Function("SignInForLink")]
    public async Task<IResult> SignInAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "l/{id}/sign-in")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (limits.TakeRenewal(request.HttpContext, LinkStore.HashOf(id)) is { } limited)
            return limited.Answer();
        var lookup = await links.FindAsync(id, cancellationToken);
        return lookup is { State: LinkState.Open, Link: { } link } && await sessions.AskAsync(client, request, id, link, cancellationToken) is { } asked
            ? asked
            : await ShowAsync(request, id, lookup, cancellationToken);
    }

    /// <summary>A file that belongs to the matter, for the holder of an open or used link.</summary>
    [OpenTo(Caller.LinkHolder)]
    [Function("LinkDocument")]
    public async Task<IResult> DocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "l/{id}/documents/{name}/{version:int}")] HttpRequest request,
        string id,
        string name,
        int version,
        CancellationToken cancellationToken)
    {
        if (limits.TakeLink(request.HttpContext, LinkStore.HashOf(id)) is { } limited)
            return limited.Answer();
        var lookup = await links.FindAsync(id, cancellationToken);
        // A supplier's link opens nothing of the project's file.
        if (lookup.Link is { Request.IsForThePublic: true })
            return Problems.NotFound("没有这个文件。");
        if (await sessions.DepartedAsync(id, lookup, cancellationToken) is { } departed)
            return departed;
        return lookup is { State: LinkState.Open or LinkState.Used, Link: { } link }
            ? await pages.DocumentAsync(link.Request.Subject, name, version, cancellationToken)
            : await pages.ShowAsync(id, lookup, cancellationToken);
    }

    private async Task<IResult> ShowAsync(HttpRequest request, string id, LinkLookup lookup, CancellationToken cancellationToken) =>
        await sessions.RefusalAsync(request, id, lookup, cancellationToken)
        ?? await corrections.ShowAsync(id, lookup, cancellationToken)
        ?? await acknowledgements.ShowAsync(id, lookup, cancellationToken)
        ?? await consultations.ShowAsync(id, lookup, cancellationToken)
        ?? await signIns.ShowAsync(id, lookup, cancellationToken)
        ?? await operations.ShowAsync(id, lookup, cancellationToken)
        ?? await pages.ShowAsync(id, lookup, cancellationToken);
}
