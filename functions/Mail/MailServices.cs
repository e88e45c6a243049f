using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>Registers the rendering and sending of mails.</summary>
public static class MailServices
{
    /// <summary>
    /// Adds the sender named in <c>Mail:Sender</c>: SendGrid, Smtp or Mailbox. Mailbox is the default in Development and refused elsewhere,
    /// because it sends nothing and keeps working links in plain text.
    /// </summary>
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.TryAddSingleton<LinkKinds>();
        services.AddSingleton<IMailComposer, MailComposer>();
        services.AddSingleton<LocalMailbox>();
        services.AddSingleton<MailTroubles>().AddSweep<MailTroubles>();
        services.AddHttpClient(nameof(SendGridMailSender));
        services.TryAddSingleton(Choose);
        services.AddHttpClient(nameof(ShortMessageChannel)).RemoveAllLoggers();
        // The robot's address is a secret and must not appear in logs.
        services.AddHttpClient(nameof(WeComChannel)).RemoveAllLoggers();
        services.AddSingleton(Channels);
        return services;
    }

    /// <summary>Returns the configured channels; by default none.</summary>
    private static IEnumerable<IChannel> Channels(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var clients = services.GetRequiredService<IHttpClientFactory>();
        return Configured().ToArray();

        IEnumerable<IChannel> Configured()
        {
            if (configuration["Channels:Sms:Url"] is { Length: > 0 })
                yield return new ShortMessageChannel(clients.CreateClient(nameof(ShortMessageChannel)), configuration);
            if (configuration["Channels:WeCom:Url"] is { Length: > 0 })
                yield return new WeComChannel(clients.CreateClient(nameof(WeComChannel)), configuration);
        }
    }

    /// <summary>Returns the configured sender; the setting was checked at startup (<see cref="RequiredSettings"/>).</summary>
    private static IMailSender Choose(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        return services.GetRequiredService<IOptions<RequiredSettings>>().Value.MailSender switch
        {
            "SendGrid" => new SendGridMailSender(
                services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(SendGridMailSender)), configuration),
            "Smtp" => new SmtpMailSender(configuration),
            _ => services.GetRequiredService<LocalMailbox>(),
        };
    }
}
