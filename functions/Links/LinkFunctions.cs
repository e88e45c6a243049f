using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Links;

/// <summary>
/// The pages of mailed links. GET and HEAD only show, because mail scanners open, render and even click links; only a POST with a choice
/// that is not preselected records anything.
/// </summary>
public sealed class LinkFunctions(LinkDesk desk, LinkKinds kinds, LinkRenewals renewals, RateLimits limits, IDocumentStore documents, SubjectKinds subjects)
{
    private static readonly string[] RenewedText =
    [
        "请办理人本人查收登记的工作邮箱，打开最新一封邮件中的链接。几分钟内没有收到的，请查看垃圾邮件箱。",
        "为保证安全，新链接不会显示在本页，也不会发送到其他邮箱。",
    ];

    /// <summary>Shows the form, what was recorded, or why the link can no longer be used.</summary>
    [OpenTo(Caller.LinkHolder)]
    [Function("ShowLink")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "l/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        limits.TakeLink(request.HttpContext, Secrets.HashOf(id)) is { } limited
            ? limited.Answer()
            : await desk.ShowAsync(request, id, await desk.FindAsync(id, cancellationToken), cancellationToken);

    /// <summary>Records the holder's decision or submission; a repeated post shows the same result.</summary>
    [OpenTo(Caller.LinkHolder)]
    [Function("PostLink")]
    public async Task<IResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "l/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (limits.TakeLink(request.HttpContext, Secrets.HashOf(id)) is { } limited)
            return limited.Answer();
        await request.FormAsync(cancellationToken);
        return await desk.PostAsync(request, id, await desk.FindAsync(id, cancellationToken), client, cancellationToken);
    }

    /// <summary>发新链接: mails a new link to the person named by the old one, and reveals nothing about that person to the caller.</summary>
    [OpenTo(Caller.LinkHolder)]
    [Function("RenewLink")]
    public async Task<IResult> RenewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "l/{id}/renew")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (limits.TakeRenewal(request.HttpContext, Secrets.HashOf(id)) is { } limited)
            return limited.Answer();
        if ((await desk.FindAsync(id, cancellationToken)).Link is { } link)
            await renewals.RenewAsync(client, link, cancellationToken);
        return DeadLinks.Show(StatusCodes.Status200OK, id, "新链接已发送到本人邮箱", renewable: false, RenewedText);
    }

    /// <summary>Downloads a file of the subject, for the holder of an open or used link.</summary>
    [OpenTo(Caller.LinkHolder)]
    [Function("LinkDocument")]
    public async Task<IResult> DocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "l/{id}/documents/{name}/{version:int}")] HttpRequest request,
        string id,
        string name,
        int version,
        CancellationToken cancellationToken) =>
        await OpenAsync(
            request,
            id,
            async subject => await documents.FindAsync(subject, name, version, cancellationToken) is { } document
                ? await Downloads.SendAsync(documents, document, cancellationToken)
                : Problems.NotFound("没有这个文件。"),
            cancellationToken);

    /// <summary>The whole matter as a file to print, for the same holder.</summary>
    [OpenTo(Caller.LinkHolder)]
    [Function("LinkPaper")]
    public async Task<IResult> PaperAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "l/{id}/documents/{paper}")] HttpRequest request,
        string id,
        string paper,
        CancellationToken cancellationToken) =>
        await OpenAsync(
            request,
            id,
            async subject => subjects.Of(subject) is { Paper: { } known } kind && known.Name == paper && await kind.WritePaperAsync(subject, cancellationToken) is { } content
                ? Downloads.Send(content, $"{known.Title}.docx")
                : Problems.NotFound("没有这个文件。"),
            cancellationToken);

    /// <summary>Answers with something of the matter, or why the link opens nothing of it.</summary>
    private async Task<IResult> OpenAsync(HttpRequest request, string id, Func<string, Task<IResult>> answer, CancellationToken cancellationToken)
    {
        if (limits.TakeLink(request.HttpContext, Secrets.HashOf(id)) is { } limited)
            return limited.Answer();
        var lookup = await desk.FindAsync(id, cancellationToken);
        // A supplier's link gives no access to the subject's files.
        if (lookup.Link is { Request.Purpose: var purpose } && kinds.Of(purpose).ForThePublic)
            return Problems.NotFound("没有这个文件。");
        if (await desk.DepartedAsync(id, lookup, cancellationToken) is { } departed)
            return departed;
        return lookup is { State: LinkState.Open or LinkState.Used, Link: { } link }
            ? await answer(link.Request.Subject)
            : await desk.ShowAsync(request, id, lookup, cancellationToken);
    }
}
