using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Staff;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>
/// Who stands behind a link. For steps of large amounts a link alone is not enough: the matter is shown, and the form only to the
/// signed-in person whom the link names. The link of somebody who left the office opens nothing.
/// </summary>
public sealed class LinkSessions(
    LinkReader reader, DecisionService decisions, StaffCookie staff, SignInDesk desk, IDirectory directory, TimeProvider time)
{
    /// <summary>
    /// The page of somebody who left, or the one that asks to sign in first, 403 to a post; null when the link may be used as it is.
    /// </summary>
    public async Task<IResult?> RefusalAsync(HttpRequest request, string id, LinkLookup lookup, CancellationToken cancellationToken) =>
        await DepartedAsync(id, lookup, cancellationToken) ?? await BarredAsync(request, id, lookup, cancellationToken);

    private async Task<IResult?> BarredAsync(HttpRequest request, string id, LinkLookup lookup, CancellationToken cancellationToken) =>
        lookup is { State: LinkState.Open or LinkState.Used, Link: { } link } && await FindBarredAsync(request, link, cancellationToken) is { } reading
            ? await PageAsync(id, link, reading, asked: false, HttpMethods.IsPost(request.Method) ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK, cancellationToken)
            : null;

    /// <summary>The page for the unused link of somebody who left; null for everybody else.</summary>
    public async Task<IResult?> DepartedAsync(string id, LinkLookup lookup, CancellationToken cancellationToken) =>
        lookup is { State: LinkState.Open, Link.Request: { IsForThePublic: false } of }
        && await directory.FindPersonAsync(of.Person, cancellationToken) is { } person
        && !person.ServesOn(time.GetChinaToday())
            ? LinkPages.Dead(
                StatusCodes.Status410Gone, id, "办理人已经离任", renewable: false,
                "本链接对应的办理人已经离任，不能再用它办理，没有记录任何内容。", "事项仍待办理的，请联系系统管理员更换办理人；接任的人员会收到自己的链接。")
            : null;

    /// <summary>Mails the sign-in link to the person whom this link names, and has this browser come back here after it.</summary>
    public async Task<IResult?> AskAsync(
        DurableTaskClient client, HttpRequest request, string id, LinkRow link, CancellationToken cancellationToken)
    {
        if (await FindBarredAsync(request, link, cancellationToken) is not { } reading)
            return null;
        if (await directory.FindPersonAsync(link.Request.Person, cancellationToken) is { } person)
            await desk.AskAsync(client, person, cancellationToken);
        ReturnLink.Remember(request.HttpContext, id);
        return await PageAsync(id, link, reading, asked: true, StatusCodes.Status200OK, cancellationToken);
    }

    /// <summary>Who reads a link that this reader may not use yet; null when nothing bars it, or there is nothing to decide.</summary>
    private async Task<Reading?> FindBarredAsync(HttpRequest request, LinkRow link, CancellationToken cancellationToken)
    {
        if (link.Request.Purpose != LinkPurpose.Decide
            || await decisions.FindStepAsync(link, cancellationToken) is not { } step
            || !StepRules.MayDecide(step, link.Request.Person))
            return null;
        var signedIn = await staff.IdentifyAsync(request, cancellationToken);
        return StepRules.LacksSignIn(step, link.Request.Person, signedIn?.Id)
            && await decisions.FindRecordedAsync(link, cancellationToken) is null
                ? new Reading(signedIn)
                : null;
    }

    private async Task<IResult> PageAsync(
        string id, LinkRow link, Reading reading, bool asked, int status, CancellationToken cancellationToken) =>
        Pages.Show<SignInFirstPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(SignInFirstPage.View)] = await reader.ReadAsync(link.Request, cancellationToken),
                [nameof(SignInFirstPage.LinkId)] = id,
                [nameof(SignInFirstPage.Now)] = time.GetChinaNow(),
                [nameof(SignInFirstPage.Other)] = reading.SignedIn?.Name,
                [nameof(SignInFirstPage.Asked)] = asked,
            },
            status);

    private sealed record Reading(PersonRow? SignedIn);
}
