using Dazhou.FunctionsHost;
using Microsoft.Extensions.Configuration;

namespace Host.Tests.Azurite;

public sealed class DevelopmentStorageTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("UseDevelopmentStorage=true", "10000,10001,10002")]
    [InlineData("usedevelopmentstorage=true;", "10000,10001,10002")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=dazhou;AccountKey=a2V5;EndpointSuffix=core.windows.net", null)]
    [InlineData("AccountName=devstoreaccount1;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:7/devstoreaccount1;QueueEndpoint=http://127.0.0.1:8/devstoreaccount1;TableEndpoint=http://localhost:9/devstoreaccount1;", "7,8,9")]
    [InlineData("AccountName=devstoreaccount1;AccountKey=a2V5;BlobEndpoint=http://azurite:7/devstoreaccount1;QueueEndpoint=http://azurite:8/d;TableEndpoint=http://azurite:9/d;", null)]
    public void Ports_AreThoseOfALocalDevelopmentStorage(string? setting, string? ports)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", setting)]).Build();
        Assert.Equal(ports, DevelopmentStorage.Ports(configuration) is { } found ? string.Join(',', found.All) : null);
    }

    [Fact]
    public void OwnPorts_BecomeAConnectionStringThatNamesThem()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("AzureWebJobsStorage", "UseDevelopmentStorage=true"), new(DevelopmentStorage.PortKey, "12000")]).Build();
        var expanded = DevelopmentStorage.Expand(configuration);
        configuration = new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", expanded)]).Build();
        Assert.Equal(new StoragePorts(12000, 12001, 12002), DevelopmentStorage.Ports(configuration));
    }
}
