using Microsoft.Extensions.Configuration;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>The settings of all senders: <c>Mail:From</c> and <c>Mail:FromName</c>.</summary>
/// <param name="FromAddress">The sender's address.</param>
/// <param name="FromName">The sender's name.</param>
public sealed record MailSettings(string FromAddress, string FromName)
{
    /// <summary>Reads the settings.</summary>
    public static MailSettings From(IConfiguration configuration) => new(
        configuration["Mail:From"] ?? "noreply@dazhou-serverless.example",
        configuration["Mail:FromName"] ?? "达州市政务流程");
}
