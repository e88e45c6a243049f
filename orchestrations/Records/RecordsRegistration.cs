using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Records;

/// <summary>Chooses where records are kept.</summary>
public static class RecordsRegistration
{
    /// <summary>The setting that names the storage account; <c>UseDevelopmentStorage=true</c> is Azurite.</summary>
    public const string ConnectionSetting = "AzureWebJobsStorage";

    /// <summary>Keeps records in Azure Tables and Blobs, in the account that <see cref="ConnectionSetting"/> names.</summary>
    public static IServiceCollection AddAzureRecords(this IServiceCollection services)
    {
        services.AddSingleton(provider => new TableServiceClient(ConnectionOf(provider)));
        services.AddSingleton(provider => new BlobServiceClient(ConnectionOf(provider)));
        services.AddSingleton<ITableStore, AzureTableStore>();
        services.AddSingleton<IBlobs, AzureBlobs>();
        return services.AddRecordStores();
    }

    /// <summary>Keeps records in memory, for as long as the service provider lives.</summary>
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

    private static string ConnectionOf(IServiceProvider provider) =>
        provider.GetRequiredService<IConfiguration>()[ConnectionSetting] is { Length: > 0 } connection
            ? connection
            : throw new InvalidOperationException($"The setting {ConnectionSetting} is missing: it names the storage account; UseDevelopmentStorage=true stands for Azurite.");
}
