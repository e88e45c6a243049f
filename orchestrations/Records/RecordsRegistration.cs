using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Records;

/// <summary>Registers the storage of records.</summary>
public static class RecordsRegistration
{
    /// <summary>Stores records in Azure Tables and Blobs, in the account that the settings name (<see cref="StorageAccount"/>).</summary>
    public static IServiceCollection AddAzureRecords(this IServiceCollection services)
    {
        services.AddSingleton(provider => AccountOf(provider).Tables());
        services.AddSingleton(provider => AccountOf(provider).Blobs());
        services.AddSingleton<ITableStore, AzureTableStore>();
        services.AddSingleton<IBlobs, AzureBlobs>();
        return services.AddRecordStores();
    }

    /// <summary>Stores records in memory, for the lifetime of the service provider.</summary>
    public static IServiceCollection AddMemoryRecords(this IServiceCollection services)
    {
        services.AddSingleton<ITableStore, MemoryTableStore>();
        services.AddSingleton<IBlobs, MemoryBlobs>();
        return services.AddRecordStores();
    }

    private static IServiceCollection AddRecordStores(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IDocumentStore, DocumentStore>();
        services.AddSingleton<IAuditTrail, AuditTrail>();
        services.AddSingleton<PendingStarts>().AddSweep<PendingStarts>();
        services.AddSingleton<Sweeps>();
        return services;
    }

    private static StorageAccount AccountOf(IServiceProvider provider) =>
        StorageAccount.Find(provider.GetRequiredService<IConfiguration>())
        ?? throw new InvalidOperationException($"The setting {StorageAccount.Setting} is missing: it names the storage account; UseDevelopmentStorage=true stands for Azurite.");
}
