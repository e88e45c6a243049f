using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>Shows the local mailbox.</summary>
public sealed class MailboxFunctions(LocalMailbox mailbox)
{
    private const int Newest = 500;

    /// <summary>Shows the newest mails, as a page or, with <c>?format=json</c>, as JSON for scripts.</summary>
    [OpenTo(Caller.Development)]
    [Function("DevMailbox")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dev/mailbox")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var mails = await mailbox.ReadAsync(Newest, cancellationToken);
        if (request.Query["format"] == "json")
        {
            return Results.Json(mails.Select(mail => new
            {
                id = mail.Id,
                at = mail.At,
                to = mail.To.Address,
                subject = mail.Content.Subject,
                text = mail.Content.Text,
                links = mail.Content.Links.Select(link => new { text = link.Text, href = link.Href }),
            }));
        }

        return Pages.Show(new MailboxPage { Mails = mails });
    }
}
