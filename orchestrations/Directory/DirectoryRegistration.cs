using Dazhou.Serverless.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Directory;

/// <summary>Registers the directory.</summary>
public static class DirectoryRegistration
{
    /// <summary>Adds the directory; in Development it fills itself with the sample if empty. Requires the records.</summary>
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
