using Dazhou.Serverless.Records;
using Dazhou.Serverless.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestrations.Tests.Records;

[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}

/// <summary>The records of one implementation, as the application registers them.</summary>
public interface IRecordsUnderTest
{
    ServiceProvider Create(TimeProvider? time = null);
}

public sealed class MemoryRecords : IRecordsUnderTest
{
    public ServiceProvider Create(TimeProvider? time = null) =>
        new ServiceCollection().AddSingleton(time ?? TimeProvider.System).AddMemoryRecords().BuildServiceProvider();
}

public sealed class AzureRecords(AzuriteFixture azurite) : IRecordsUnderTest
{
    public ServiceProvider Create(TimeProvider? time = null)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>(StorageAccount.Setting, azurite.ConnectionString)])
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(settings)
            .AddSingleton(time ?? TimeProvider.System)
            .AddAzureRecords()
            .BuildServiceProvider();
    }
}

public sealed record SampleRow : IRow
{
    public static string TableName => "Samples";

    public required string Partition { get; init; }

    public required string Key { get; init; }

    public string Text { get; init; } = "";

    public int Number { get; init; }

    public string PartitionKey => Partition;

    public string RowKey => Key;
}
