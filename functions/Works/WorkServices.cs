using Dazhou.Serverless.Records;
using Dazhou.Serverless.Works;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Works;

/// <summary>Registers long work.</summary>
public static class WorkServices
{
    /// <summary>Its desk.</summary>
    public static IServiceCollection AddWorks(this IServiceCollection services) => services.AddSingleton<WorkDesk>().AddStarter<WorkDesk>();

    /// <summary>A kind of work with how it is shown.</summary>
    public static IServiceCollection AddWork<T>(this IServiceCollection services)
        where T : class, ILongWork, IWorkView
    {
        services.AddSingleton<T>();
        services.AddSingleton<ILongWork>(provider => provider.GetRequiredService<T>());
        services.AddSingleton<IWorkView>(provider => provider.GetRequiredService<T>());
        return services;
    }
}
