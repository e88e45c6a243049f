using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Functions.Staff;
using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>
/// For steps of large amounts a link alone is not enough: the matter is shown, and the form only to the signed-in person whom the link
/// names.
/// </summary>
public sealed class DecideSignIn(
    LinkReader reader, DecisionService decisions, StaffCookie staff, SignInDesk desk, IDirectory directory, TimeProvider time)
{
    /// <summary>The page that asks to sign in first, 403 to a post; null when the link may be used as it is.</summary>
    public async Task<IResult?> BarredAsync(LinkVisit visit, CancellationToken cancellationToken) =>
        visit.State is LinkState.Open or LinkState.Used && await FindBarredAsync(visit, cancellationToken) is { } reading
            ? await PageAsync(visit, reading, asked: false, HttpMethods.IsPost(visit.Request.Method) ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK, cancellationToken)
            : null;

    /// <summary>Mails the sign-in link to the person whom this link names, and has this browser come back here after it; null where nobody need sign in.</summary>
    public async Task<IResult?> AskAsync(DurableTaskClient client, LinkVisit visit, CancellationToken cancellationToken)
    {
        if (visit.Of.Purpose != ApprovalLinks.Decide || await FindBarredAsync(visit, cancellationToken) is not { } reading)
            return null;
        if (await directory.FindPersonAsync(visit.Of.Person, cancellationToken) is { } person)
            await desk.AskAsync(client, person, cancellationToken);
        ReturnLink.Remember(visit.Request.HttpContext, visit.Id);
        return await PageAsync(visit, reading, asked: true, StatusCodes.Status200OK, cancellationToken);
    }

    /// <summary>Who reads a link that this reader may not use yet; null when nothing bars it, or there is nothing to decide.</summary>
    private async Task<Reading?> FindBarredAsync(LinkVisit visit, CancellationToken cancellationToken)
    {
        if (await decisions.FindStepAsync(visit.Link, cancellationToken) is not { } step || !StepRules.MayDecide(step, visit.Of.Person))
            return null;
        var signedIn = await staff.IdentifyAsync(visit.Request, cancellationToken);
        return StepRules.LacksSignIn(step, visit.Of.Person, signedIn?.Id)
            && await decisions.FindRecordedAsync(visit.Link, cancellationToken) is null
                ? new Reading(signedIn)
                : null;
    }

    private async Task<IResult> PageAsync(LinkVisit visit, Reading reading, bool asked, int status, CancellationToken cancellationToken) =>
        Pages.Show(new SignInFirstPage
        {
            View = await reader.ReadAsync(visit.Of, cancellationToken),
            LinkId = visit.Id,
            Now = time.GetChinaNow(),
            Other = reading.SignedIn?.Name,
            Asked = asked,
        }, status);

    private sealed record Reading(PersonRow? SignedIn);
}
