namespace Host.Tests.Processes;

/// <summary>One host with the sample app for all tests that leave it as it is.</summary>
public sealed class SampleHost : IAsyncLifetime
{
    internal RunningApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await RunningApp.StartAsync();

    public async Task DisposeAsync() => await App.DisposeAsync();
}

/// <summary>The tests on the shared host; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SampleHostGroup : ICollectionFixture<SampleHost>
{
    public const string Name = "sample host";
}
