using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tests.Shared;

namespace Host.Tests.Processes.Start;

/// <summary>What a person sees who starts the host.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Host_SaysAtOnceThatItStarts_AndThenWhatCanBeOpened()
    {
        await using var app = await RunningApp.StartAsync();
        var lines = app.Host.Lines;
        Assert.Equal("正在启动 SampleApp（环境 Development）……", lines[0]);
        var started = Assert.Single(lines, line => line.StartsWith("已启动：", StringComparison.Ordinal));
        Assert.Contains("定时 4", started, StringComparison.Ordinal);
        var address = app.Http.BaseAddress!.ToString().TrimEnd('/');
        Assert.Contains(lines, line => line.Contains($"{address}{RunningApp.Management}/instances", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains($"POST {address}/runtime/clock", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(Path.Combine(app.Data, "keys.json"), StringComparison.Ordinal));
        Assert.Equal("", app.Host.Errors);
        Assert.True((await app.Http.GetAsync("/runtime/health")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Settings_ComeFromTheFilesBesideTheApp_AsWithCoreTools()
    {
        using var copy = new TestFolder().WithCopyOf(Outputs.SampleApp);
        var port = FreePorts.Take();
        await File.WriteAllTextAsync(copy.File("host.json"), "{ \"version\": \"2.0\" /* no prefix */, \"logging\": { \"logLevel\": { \"default\": \"Error\" } } }");
        await File.WriteAllTextAsync(copy.File("local.settings.json"), JsonSerializer.Serialize(new
        {
            IsEncrypted = false,
            Values = new Dictionary<string, string>
            {
                ["AzureWebJobsStorage"] = "",
                ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Staging",
                ["DailySchedule"] = "0 0 1 * * *",
                ["TickSchedule"] = "0 0 0 1 1 *",
                ["Greeting"] = "from the file",
                ["Overridden"] = "from the file",
            },
            Host = new { LocalHttpPort = port },
        }));
        await using var host = HostProcess.Start(["--app", copy.Path, "--Given", "on the command line"], new Dictionary<string, string> { ["Overridden"] = "by the environment" });

        // Outside Development the lines are structured logs, and at level Error there are none of the start; so the port is asked.
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        var process = await EventuallyAsync(host, () => http.GetFromJsonAsync<JsonElement>("/api/process?setting=Overridden"));
        Assert.Equal("Staging", process.GetProperty("environment").GetString());
        Assert.Equal("from the file", process.GetProperty("greeting").GetString());
        Assert.Equal("by the environment", process.GetProperty("setting").GetString());
        Assert.Equal("on the command line", (await http.GetFromJsonAsync<JsonElement>("/api/process?setting=Given")).GetProperty("setting").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/runtime/clock")).StatusCode);

        // A published app carries its own host.json; its data stand beside it.
        Assert.True(File.Exists(copy.File(".local", "keys.json")));
        host.Terminate();
        Assert.Equal(0, await host.ExitAsync());
    }

    [Fact]
    public async Task Function_Disabled_IsNotThere()
    {
        await using var app = await RunningApp.StartAsync(environment: new Dictionary<string, string>
        {
            ["AzureWebJobs.Hello.Disabled"] = "true",
            ["Host__KnownProxies"] = "10.0.0.1",
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
        });
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("hello/a")).StatusCode);

        // This machine is no known proxy: what it says of the caller is not believed.
        using var request = new HttpRequestMessage(HttpMethod.Get, RunningApp.Route("caller"));
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        using var response = await app.Http.SendAsync(request);
        var caller = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(app.Http.BaseAddress + "sample/v1/caller", caller.GetProperty("url").GetString());
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(caller.GetProperty("address").GetString()!)));

        // And what came through a proxy is not this machine's own.
        foreach (var (header, value) in new[] { ("X-Forwarded-For", "1.2.3.4"), ("Origin", "https://evil.example") })
        {
            using var managed = new HttpRequestMessage(HttpMethod.Get, $"{RunningApp.Management}/instances");
            managed.Headers.Add(header, value);
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.Http.SendAsync(managed)).StatusCode);
            using var clock = new HttpRequestMessage(HttpMethod.Get, "/runtime/clock");
            clock.Headers.Add(header, value);
            Assert.Equal(HttpStatusCode.NotFound, (await app.Http.SendAsync(clock)).StatusCode);
        }
    }

    private static async Task<T> EventuallyAsync<T>(HostProcess host, Func<Task<T>> get)
    {
        using var limit = new CancellationTokenSource(Limits.Wait);
        var ended = host.ExitAsync();
        while (true)
        {
            try
            {
                return await get();
            }
            catch (HttpRequestException e) when (e.StatusCode is null && !limit.IsCancellationRequested && !ended.IsCompleted)
            {
                await Task.Yield();
            }
        }
    }
}
