using Dazhou.Serverless.Functions.Directory;
using Dazhou.Serverless.Functions.Projects.Rehearsal;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Works;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Works;

/// <summary>Registers long work.</summary>
public static class WorkServices
{
    /// <summary>Its desk, and every kind with how it is shown.</summary>
    public static IServiceCollection AddWorks(this IServiceCollection services)
    {
        services.AddSingleton<WorkDesk>().AddStarter<WorkDesk>();
        Add<RehearsalWork>(services);
        Add<DirectoryImportWork>(services);
        Add<DirectoryExportWork>(services);
        return services;
    }

    private static void Add<T>(IServiceCollection services)
        where T : class, ILongWork, IWorkView
    {
        services.AddSingleton<T>();
        services.AddSingleton<ILongWork>(provider => provider.GetRequiredService<T>());
        services.AddSingleton<IWorkView>(provider => provider.GetRequiredService<T>());
    }
}
