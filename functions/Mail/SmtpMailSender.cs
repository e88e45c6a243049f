using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Configuration;
using MimeKit;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>
/// Sends mails through an SMTP server, for offices with their own. Settings: <c>Mail:Smtp:Host</c>, <c>Port</c>, <c>User</c>,
/// <c>Password</c> and <c>Security</c> (Auto, None, StartTls, SslOnConnect).
/// </summary>
public sealed class SmtpMailSender(IConfiguration configuration) : IMailSender
{
    private readonly MailSettings settings = MailSettings.From(configuration);

    private readonly string host = configuration["Mail:Smtp:Host"] is { Length: > 0 } host
        ? host
        : throw new InvalidOperationException("Mail__Sender is Smtp, but Mail__Smtp__Host is not set.");

    /// <inheritdoc />
    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation = default)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync(
            host,
            configuration.GetValue("Mail:Smtp:Port", 25),
            configuration.GetValue("Mail:Smtp:Security", SecureSocketOptions.Auto),
            cancellation);
        if (configuration["Mail:Smtp:User"] is { Length: > 0 } user)
            await client.AuthenticateAsync(user, configuration["Mail:Smtp:Password"] ?? "", cancellation);

        try
        {
            using var message = Compose(mail);
            await client.SendAsync(message, cancellation);
        }
        catch (SmtpCommandException refused) when (refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)refused.StatusCode >= 500)
        {
            throw new MailRefusedException($"The SMTP server refused the recipient: {(int)refused.StatusCode} {refused.Message}", refused);
        }

        await client.DisconnectAsync(quit: true, cancellation);
    }

    private MimeMessage Compose(OutgoingMail mail)
    {
        var message = new MimeMessage();
        message.From.Add(new MailboxAddress(settings.FromName, settings.FromAddress));
        message.To.Add(new MailboxAddress(mail.To.Name, mail.To.Address));
        message.Subject = mail.Content.Subject;
        // Repeated attempts use the same id, so that a server or mail program can drop the duplicate.
        var domain = settings.FromAddress[(settings.FromAddress.IndexOf('@', StringComparison.Ordinal) + 1)..];
        message.MessageId = $"{Digest.Of(mail.Id)[..32]}@{domain}";
        // RFC 3834: prevents automatic replies.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new BodyBuilder { TextBody = mail.Content.Text, HtmlBody = mail.Content.Html }.ToMessageBody();
        return message;
    }
}
