namespace Runtime.Tests.Hosting;

/// <summary>One app for the tests that do not change what others see.</summary>
public sealed class AppFixture : IAsyncLifetime
{
    public RunningApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await RunningApp.StartAsync();

    public Task DisposeAsync() => App.DisposeAsync().AsTask();
}
