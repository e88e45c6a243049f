using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Links;

/// <summary>Registers the services for links.</summary>
public static class LinksRegistration
{
    /// <summary>Adds the link store, which mail delivery uses to create links.</summary>
    public static IServiceCollection AddLinks(this IServiceCollection services) =>
        services.AddSingleton<LinkStore>().AddSingleton<IAskedAbout, LinksAsked>();
}
