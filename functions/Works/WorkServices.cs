using Dazhou.Serverless.Records;
using Dazhou.Serverless.Works;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Works;

/// <summary>Registers long work.</summary>
public static class WorkServices
{
    /// <summary>Adds the desk of long work.</summary>
    public static IServiceCollection AddWorks(this IServiceCollection services) => services.AddSingleton<WorkDesk>().AddStarter<WorkDesk>();

    /// <summary>Adds a kind of work and how it is displayed.</summary>
    public static IServiceCollection AddWork<T>(this IServiceCollection services)
        where T : class, ILongWork, IWorkView
    {
        services.AddSingleton<T>();
        services.AddSingleton<ILongWork>(provider => provider.GetRequiredService<T>());
        services.AddSingleton<IWorkView>(provider => provider.GetRequiredService<T>());
        return services;
    }
}
