using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace Dazhou.Serverless.Records;

/// <summary>
/// The storage account of the records, configured as for the Functions host: by a connection string in <c>AzureWebJobsStorage</c>, or by
/// <c>AzureWebJobsStorage:accountName</c> (public cloud) or <c>:tableServiceUri</c> and <c>:blobServiceUri</c> (any cloud) with a managed
/// identity, whose <c>:clientId</c> may be given.
/// </summary>
public sealed class StorageAccount
{
    /// <summary>The setting with the connection string, or the section with the other settings; <c>UseDevelopmentStorage=true</c> is Azurite.</summary>
    public const string Setting = "AzureWebJobsStorage";

    private readonly string? _connection;
    private readonly Uri? _tables;
    private readonly Uri? _blobs;
    private readonly TokenCredential? _credential;

    private StorageAccount(string connection) => _connection = connection;

    private StorageAccount(Uri tables, Uri blobs, TokenCredential credential) => (_tables, _blobs, _credential) = (tables, blobs, credential);

    /// <summary>Returns the account in the settings; null if there is none.</summary>
    public static StorageAccount? Find(IConfiguration configuration)
    {
        if (configuration[Setting] is { Length: > 0 } connection) return new(connection);
        var section = configuration.GetSection(Setting);
        var account = section["accountName"];
        var tables = UriOf(section["tableServiceUri"], account, "table");
        var blobs = UriOf(section["blobServiceUri"], account, "blob");
        return tables is null || blobs is null
            ? null
            : new(tables, blobs, ManagedIdentity.Of(section["clientId"]));
    }

    /// <summary>Creates the client for its tables.</summary>
    public TableServiceClient Tables() => _connection is null ? new(_tables, _credential) : new(_connection);

    /// <summary>Creates the client for its blobs.</summary>
    public BlobServiceClient Blobs() => _connection is null ? new(_blobs, _credential) : new(_connection);

    private static Uri? UriOf(string? uri, string? account, string service) => (uri, account) switch
    {
        ({ Length: > 0 }, _) => new(uri),
        (_, { Length: > 0 }) => new($"https://{account}.{service}.core.windows.net"),
        _ => null,
    };
}
