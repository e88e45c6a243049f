using System.Net;
using Dazhou.Serverless.Mail;
using Microsoft.Extensions.Configuration;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>
/// Sends mails through SendGrid. Click and open tracking are off: a tracked link would reveal its secret to a third party, whose visits
/// would look like the person's.
/// </summary>
public sealed class SendGridMailSender(HttpClient http, IConfiguration configuration) : IMailSender
{
    private readonly MailSettings settings = MailSettings.From(configuration);

    private readonly SendGridClient client = new(http, new SendGridClientOptions
    {
        ApiKey = configuration["Mail:SendGrid:ApiKey"] is { Length: > 0 } key
            ? key
            : throw new InvalidOperationException("Mail__Sender is SendGrid, but Mail__SendGrid__ApiKey is not set."),
        Host = configuration["Mail:SendGrid:Host"] ?? "https://api.sendgrid.com",
    });

    /// <inheritdoc />
    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation = default)
    {
        var message = MailHelper.CreateSingleEmail(
            new EmailAddress(settings.FromAddress, settings.FromName),
            new EmailAddress(mail.To.Address, mail.To.Name),
            mail.Content.Subject,
            mail.Content.Text,
            mail.Content.Html);
        message.SetClickTracking(enable: false, enableText: false);
        message.SetOpenTracking(enable: false);
        message.SetGoogleAnalytics(enable: false);
        message.SetSubscriptionTracking(enable: false);
        message.AddCustomArg("mail_id", mail.Id);

        var response = await client.SendEmailAsync(message, cancellation);
        if (response.IsSuccessStatusCode)
            return;
        var reason = $"SendGrid answered {(int)response.StatusCode}: {await response.Body.ReadAsStringAsync(cancellation)}";
        // A malformed address or message cannot be fixed. A wrong key (401, 403) can, while the mail waits.
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge)
            throw new MailRefusedException(reason);
        throw new HttpRequestException(reason, inner: null, response.StatusCode);
    }
}
