using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Records;

/// <summary>Registers the storage of records.</summary>
public static class RecordsRegistration
{
    /// <summary>The setting with the connection to the storage account; <c>UseDevelopmentStorage=true</c> is Azurite.</summary>
    public const string ConnectionSetting = "AzureWebJobsStorage";

    /// <summary>Stores records in Azure Tables and Blobs, in the account of <see cref="ConnectionSetting"/>.</summary>
    public static IServiceCollection AddAzureRecords(this IServiceCollection services)
    {
        services.AddSingleton(provider => new TableServiceClient(ConnectionOf(provider)));
        services.AddSingleton(provider => new BlobServiceClient(ConnectionOf(provider)));
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

    private static string ConnectionOf(IServiceProvider provider) =>
        provider.GetRequiredService<IConfiguration>()[ConnectionSetting] is { Length: > 0 } connection
            ? connection
            : throw new InvalidOperationException($"The setting {ConnectionSetting} is missing: it names the storage account; UseDevelopmentStorage=true stands for Azurite.");
}
