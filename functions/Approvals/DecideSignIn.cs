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
/// For steps with large amounts a link alone is not enough: it shows the subject, but the form only to the person named by the link, signed
/// in.
/// </summary>
public sealed class DecideSignIn(
    LinkReader reader, DecisionService decisions, StaffCookie staff, SignInDesk desk, IDirectory directory, TimeProvider time)
{
    /// <summary>Returns the page asking for sign-in, with status 403 for a post; null if the link alone is enough.</summary>
    public async Task<IResult?> BarredAsync(LinkVisit visit, CancellationToken cancellationToken) =>
        visit.State is LinkState.Open or LinkState.Used && await FindBarredAsync(visit, cancellationToken) is { } reading
            ? await PageAsync(visit, reading, asked: false, HttpMethods.IsPost(visit.Request.Method) ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK, cancellationToken)
            : null;

    /// <summary>Mails a sign-in link to the person named by this link and lets the browser return here afterwards; null if no sign-in is needed.</summary>
    public async Task<IResult?> AskAsync(DurableTaskClient client, LinkVisit visit, CancellationToken cancellationToken)
    {
        if (visit.Of.Purpose != ApprovalLinks.Decide || await FindBarredAsync(visit, cancellationToken) is not { } reading)
            return null;
        if (await directory.FindPersonAsync(visit.Of.Person, cancellationToken) is { } person)
            await desk.AskAsync(client, person, cancellationToken);
        ReturnLink.Remember(visit.Request.HttpContext, visit.Id);
        return await PageAsync(visit, reading, asked: true, StatusCodes.Status200OK, cancellationToken);
    }

    /// <summary>Reads the subject for a reader who must sign in first; null if the reader need not, or if there is nothing to decide.</summary>
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
