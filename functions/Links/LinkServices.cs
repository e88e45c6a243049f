using Dazhou.Serverless.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Functions.Links;

/// <summary>Registers mailed links.</summary>
public static class LinkServices
{
    /// <summary>Adds the services that all links share.</summary>
    public static IServiceCollection AddLinkPages(this IServiceCollection services)
    {
        services.TryAddSingleton<Outbox>();
        services.TryAddSingleton<LinkKinds>();
        services.AddSingleton<LinkDesk>();
        services.AddSingleton<LinkRenewals>();
        return services;
    }

    /// <summary>Adds a purpose of links with its handler.</summary>
    public static IServiceCollection AddLink<T>(this IServiceCollection services, LinkKind kind)
        where T : class, ILinkHandler
    {
        services.TryAddSingleton<T>();
        services.AddSingleton(kind);
        services.AddKeyedSingleton<ILinkHandler>(kind.Purpose, (provider, _) => provider.GetRequiredService<T>());
        return services;
    }
}
