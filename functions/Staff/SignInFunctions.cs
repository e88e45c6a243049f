using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Staff;

/// <summary>Sign-in of staff by a link mailed to their address in the directory, and sign-out.</summary>
public sealed class SignInFunctions(SignInDesk desk, StaffCookie cookie, RateLimits limits)
{
    private const int LongestMail = 200;

    /// <summary>Shows the form for the address.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("SignInPage")]
    public static IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sign-in")] HttpRequest request) => Form(request, asked: false);

    /// <summary>Mails the link; the answer does not reveal whether the address is known.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("SignInForm")]
    public async Task<IResult> AskAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-in")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var mail = (await request.FormAsync(cancellationToken))["mail"].ToString().Trim();
        var hash = "sign-in|" + Digest.Of(mail.ToUpperInvariant());
        if (limits.TakeRenewal(request.HttpContext, hash) is { } limited)
            return limited.Answer();
        if (mail.Length is > 0 and <= LongestMail)
            await desk.AskAsync(client, mail, cancellationToken);
        return Form(request, asked: true);
    }

    /// <summary>Ends the session.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("SignOut")]
    public async Task<IResult> SignOutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-out")] HttpRequest request, CancellationToken cancellationToken)
    {
        await cookie.EndAsync(request.HttpContext, cancellationToken);
        return new SeeOther("/sign-in");
    }

    private static IResult Form(HttpRequest request, bool asked) => Pages.Show(new SignInPage
    {
        Asked = asked,
        MustSignIn = request.Query.ContainsKey("required"),
    });
}
