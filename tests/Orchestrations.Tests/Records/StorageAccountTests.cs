using Dazhou.Serverless.Records;
using Microsoft.Extensions.Configuration;

namespace Orchestrations.Tests.Records;

/// <summary>The account of the records is named as the Functions host names its own.</summary>
public class StorageAccountTests
{
    [Theory]
    [InlineData("AzureWebJobsStorage=UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", "http://127.0.0.1:10000/devstoreaccount1")]
    [InlineData("AzureWebJobsStorage:accountName=stdazhou", "https://stdazhou.table.core.windows.net/", "https://stdazhou.blob.core.windows.net/")]
    [InlineData(
        "AzureWebJobsStorage:accountName=stdazhou;AzureWebJobsStorage:clientId=00000000-0000-0000-0000-000000000001",
        "https://stdazhou.table.core.windows.net/", "https://stdazhou.blob.core.windows.net/")]
    [InlineData(
        "AzureWebJobsStorage:tableServiceUri=https://a.table.core.chinacloudapi.cn/;AzureWebJobsStorage:blobServiceUri=https://a.blob.core.chinacloudapi.cn/",
        "https://a.table.core.chinacloudapi.cn/", "https://a.blob.core.chinacloudapi.cn/")]
    public void Find_OfWhatTheSettingsName_OpensItsServices(string settings, string tables, string blobs)
    {
        var account = StorageAccount.Find(Settings(settings))!;

        Assert.Equal(new Uri(tables), account.Tables().Uri);
        Assert.Equal(new Uri(blobs), account.Blobs().Uri);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AzureWebJobsStorage=")]
    [InlineData("AzureWebJobsStorage:clientId=00000000-0000-0000-0000-000000000001")]
    [InlineData("AzureWebJobsStorage:blobServiceUri=https://a.blob.core.chinacloudapi.cn/")]
    public void Find_WhereTheSettingsNameNone_IsNull(string settings) => Assert.Null(StorageAccount.Find(Settings(settings)));

    private static IConfiguration Settings(string settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
        .Build();
}
