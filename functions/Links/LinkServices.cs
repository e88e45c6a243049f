using Dazhou.Serverless.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Functions.Links;

/// <summary>Registers mailed links.</summary>
public static class LinkServices
{
    /// <summary>The way from a link to its handler, and what all links have in common.</summary>
    public static IServiceCollection AddLinkPages(this IServiceCollection services)
    {
        services.TryAddSingleton<MailActivities>();
        services.TryAddSingleton<LinkKinds>();
        services.AddSingleton<LinkDesk>();
        services.AddSingleton<LinkRenewals>();
        return services;
    }

    /// <summary>Registers a purpose of links with its one handler.</summary>
    public static IServiceCollection AddLink<T>(this IServiceCollection services, LinkKind kind)
        where T : class, ILinkHandler
    {
        services.TryAddSingleton<T>();
        services.AddSingleton(kind);
        services.AddKeyedSingleton<ILinkHandler>(kind.Purpose, (provider, _) => provider.GetRequiredService<T>());
        return services;
    }
}
