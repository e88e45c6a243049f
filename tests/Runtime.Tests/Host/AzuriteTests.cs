using System.Net;
using Dazhou.LocalRuntime.Hosting;
using Microsoft.Extensions.Configuration;

namespace Runtime.Tests.Hosting;

public sealed class AzuriteTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("azurite-host-").FullName;

    [SkippableFact]
    public async Task Azurite_StartsWithTheHost_AndEndsWithIt()
    {
        RequireAzurite();
        var port = FreeRange();
        using var app = AppProcess.Start(_data, null, "--port", "0", "--azurite-port", port.ToString());
        await app.ListeningAsync();
        Assert.True(await AzuriteService.AcceptsAsync(port + 2, CancellationToken.None));
        app.Terminate();
        Assert.Equal(0, await app.ExitAsync());
        Assert.False(await AzuriteService.AcceptsAsync(port, CancellationToken.None));
        Assert.True(File.Exists(Path.Combine(_data, "azurite", "__azurite_db_table__.json")));
    }

    [SkippableFact]
    public async Task Azurite_DoesNotOutliveAKilledHost()
    {
        RequireAzurite();
        var port = FreeRange();
        using var app = AppProcess.Start(_data, null, "--port", "0", "--azurite-port", port.ToString());
        await app.ListeningAsync();
        app.KillNow();
        await app.ExitAsync();

        // Its only tie is the pipe that the system closed; how long it needs to save and end is its own affair.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await AzuriteService.AcceptsAsync(port, limit.Token))
            await Task.Yield();
    }

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

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static void RequireAzurite()
    {
        var missing = !File.Exists(Path.Combine(AppRoot.Find(null), "tools", "azurite", "node_modules", "azurite", "package.json"));
        if (missing && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail("Azurite is not restored; CI must have it.");
        Skip.If(missing, "Azurite is not restored: npm ci --prefix tools/azurite");
    }

    // Three ports in a row; a port that was free a moment ago is very likely free still.
    private static int FreeRange()
    {
        while (true)
        {
            var port = AppProcess.FreePort();
            if (port < 65000 && Enumerable.Range(port, 3).All(IsFree))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
