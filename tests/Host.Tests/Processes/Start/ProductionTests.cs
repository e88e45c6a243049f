using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Host.Tests.Processes.Start;

/// <summary>A host in Production behind a proxy on this machine.</summary>
public sealed class ProductionTests : IAsyncLifetime
{
    private RunningApp _app = null!;

    public async Task InitializeAsync() => _app = await RunningApp.StartAsync(
        environment: new Dictionary<string, string> { ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Production", ["Host__KnownProxies"] = "127.0.0.1,::1" });

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Host_InProduction_KeepsItsToolsToItself_AndBelievesItsProxy()
    {
        // The app knows, whatever else is set.
        Assert.Equal("Production", (await _app.JsonAsync("process")).GetProperty("environment").GetString());

        Assert.Equal(HttpStatusCode.NotFound, (await _app.MoveClockAsync("2099-01-01T00:00:00Z")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.Http.GetAsync("/runtime/clock")).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, await _app.ManagedAsync(HttpMethod.Get, "instances"));
        Assert.Equal(HttpStatusCode.Unauthorized, await _app.ManagedAsync(HttpMethod.Get, $"instances?code={_app.Keys()["host:default"]}"));
        Assert.Equal(HttpStatusCode.OK, await _app.ManagedAsync(HttpMethod.Get, $"instances?code={_app.Keys()["host:master"]}"));

        using var started = await _app.PostAsync("greetings/x");
        var payload = (await started.Content.ReadFromJsonAsync<JsonElement>()).EnumerateObject()
            .ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
        Assert.EndsWith("?code=" + _app.Keys()["system:durabletask"], payload["statusQueryGetUri"], StringComparison.Ordinal);
        await _app.CompletedAsync(payload["id"]);
        Assert.Equal(HttpStatusCode.OK, (await _app.Http.GetAsync(new Uri(payload["statusQueryGetUri"]))).StatusCode);

        // What the proxy says of the caller is what the function sees.
        using var request = new HttpRequestMessage(HttpMethod.Get, RunningApp.Route("caller"));
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "works.example");
        using var response = await _app.Http.SendAsync(request);
        var caller = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("203.0.113.7", caller.GetProperty("address").GetString());
        Assert.Equal("https://works.example/sample/v1/caller", caller.GetProperty("url").GetString());

        // Every line of the output is one JSON object.
        await _app.StopAsync();
        Assert.All(_app.Host.Lines, line => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(line).ValueKind));
        Assert.Equal("", _app.Host.Errors);
    }
}
