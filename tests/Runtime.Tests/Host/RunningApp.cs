using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Runtime.Tests.Hosting.App;

namespace Runtime.Tests.Hosting;

/// <summary>The small function app, running in this process on a port of the system's choice, with its data in a folder of its own.</summary>
public sealed class RunningApp : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly bool _ownsData;

    private RunningApp(IHost host, string data, bool ownsData)
    {
        _host = host;
        _ownsData = ownsData;
        Data = data;
        var server = host.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>();
        Address = new Uri(server.Features.Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!.Addresses.First());
        Http = new HttpClient { BaseAddress = Address };
    }

    public string Data { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _host.Services;

    public Recorder Recorder => Services.GetRequiredService<Recorder>();

    public static async Task<RunningApp> StartAsync(string? data = null, params string[] arguments)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("function-app-").FullName;
        var builder = FunctionApp.CreateBuilder(
            ["--port", "0", "--data", folder, "--AzureWebJobsStorage", "", "--DailySchedule", "0 0 1 * * *", "--Logging:LogLevel:Default", "None", .. arguments]);
        builder.ThrowStartupFailures = true;
        var host = builder.Build();
        await host.StartAsync();
        return new RunningApp(host, folder, data is null);
    }

    public Dictionary<string, string> Keys() =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Data, "keys.json")))!;

    public async Task<JsonElement> JsonAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path);

    /// <summary>The status once the instance has come to it; the engine signals, so nothing is polled.</summary>
    public async Task<JsonElement> CompletedAsync(string id, string query = "")
    {
        var client = Services.GetRequiredService<Microsoft.DurableTask.Client.DurableTaskClient>();
        await client.WaitForInstanceCompletionAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        return await JsonAsync($"/runtime/webhooks/durabletask/instances/{id}{query}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.StopAsync();
        _host.Dispose();
        if (_ownsData)
            Directory.Delete(Data, recursive: true);
    }
}
