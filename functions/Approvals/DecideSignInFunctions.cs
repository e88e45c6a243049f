using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>Sign-in for a link whose step requires it.</summary>
public sealed class DecideSignInFunctions(LinkDesk links, DecideSignIn signIn, RateLimits limits)
{
    /// <summary>Mails a sign-in link to the person named by this link, if the step requires it, and returns here afterwards.</summary>
    [OpenTo(Caller.LinkHolder)]
    [Function("SignInForLink")]
    public async Task<IResult> SignInAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "l/{id}/sign-in")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (limits.TakeRenewal(request.HttpContext, Secrets.HashOf(id)) is { } limited)
            return limited.Answer();
        var lookup = await links.FindAsync(id, cancellationToken);
        return lookup is { State: LinkState.Open, Link: { } link }
            && await signIn.AskAsync(client, new LinkVisit(id, link, lookup.State, request), cancellationToken) is { } asked
                ? asked
                : await links.ShowAsync(request, id, lookup, cancellationToken);
    }
}
