using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>Registers how mails are written and sent.</summary>
public static class MailServices
{
    /// <summary>
    /// <c>Mail:Sender</c> chooses SendGrid, Smtp or Mailbox. Mailbox is the default in Development and refused
    /// elsewhere, because it keeps working links in plain text and sends nothing.
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
        // The robot's address is its secret, so it must not stand in a log.
        services.AddHttpClient(nameof(WeComChannel)).RemoveAllLoggers();
        services.AddSingleton(Channels);
        return services;
    }

    /// <summary>The channels that are configured; by default none.</summary>
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

    /// <summary>What the settings may say is checked at the start (<see cref="RequiredSettings"/>).</summary>
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
