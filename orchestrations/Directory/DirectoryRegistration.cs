using Dazhou.Serverless.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Directory;

/// <summary>What the directory needs beside the records.</summary>
public static class DirectoryRegistration
{
    /// <summary>Adds the directory; in Development an empty one fills itself with the sample.</summary>
    public static IServiceCollection AddDirectory(this IServiceCollection services)
    {
        services.AddSingleton(provider => new DirectoryRecords(
            provider.GetRequiredService<ITableStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<IHostEnvironment>()?.IsDevelopment() == true ? DirectorySample.Read() : null));
        services.AddSingleton(DirectoryRole.Operator);
        services.AddSingleton<DirectoryTransfer>();
        services.AddSingleton<UnitKeyBook>();
        services.AddSingleton<IDirectory>(provider => provider.GetRequiredService<DirectoryRecords>());
        return services;
    }
}
