using System.Net;
using Dazhou.Serverless.Mail;
using Microsoft.Extensions.Configuration;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>
/// Sends by SendGrid. Click and open tracking are off: a tracked link would hand the secret in it to a third
/// party, and a tracking service that follows it would look like the person.
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
        // A malformed address or message stays malformed. A wrong key (401, 403) can be corrected while the mail waits.
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge)
            throw new MailRefusedException(reason);
        throw new HttpRequestException(reason, inner: null, response.StatusCode);
    }
}
