using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Links;

/// <summary>What links need beside the records.</summary>
public static class LinksRegistration
{
    /// <summary>Adds the store of links; mail delivery mints them.</summary>
    public static IServiceCollection AddLinks(this IServiceCollection services) =>
        services.AddSingleton<LinkStore>().AddSingleton<IAskedAbout, LinksAsked>();
}
