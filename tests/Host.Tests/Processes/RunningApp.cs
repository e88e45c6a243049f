using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Host.Tests.Processes;

/// <summary>The sample app on a running host, and the ways to ask both.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    public const string Management = "/runtime/webhooks/durabletask";
    private const string Prefix = "/sample/v1/";
    private readonly TestFolder? _own;

    private RunningApp(HostProcess host, Uri address, string data, TestFolder? own)
    {
        Host = host;
        Data = data;
        _own = own;

        // Redirects and packed bodies are seen as they come.
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None })
        {
            BaseAddress = address,
            Timeout = Limits.Wait,
        };
    }

    public HostProcess Host { get; }

    public string Data { get; }

    public HttpClient Http { get; }

    /// <summary>Starts host and app and waits until they listen; without a folder the data lives as long as this.</summary>
    public static async Task<RunningApp> StartAsync(string? data = null, IReadOnlyDictionary<string, string>? environment = null, params IEnumerable<string> arguments)
    {
        var own = data is null ? new TestFolder() : null;
        var host = HostProcess.StartApp(Outputs.SampleApp, data ?? own!.Path, environment, arguments);
        try
        {
            return new RunningApp(host, await host.ListeningAsync(), data ?? own!.Path, own);
        }
        catch
        {
            await host.DisposeAsync();
            own?.Dispose();
            throw;
        }
    }

    /// <summary>The address of a function by its route.</summary>
    public static string Route(string route) => Prefix + route;

    public Task<HttpResponseMessage> GetAsync(string route) => Http.GetAsync(Route(route));

    public Task<string> TextAsync(string route) => Http.GetStringAsync(Route(route));

    public Task<JsonElement> JsonAsync(string route) => Http.GetFromJsonAsync<JsonElement>(Route(route));

    public Task<HttpResponseMessage> PostAsync(string route, HttpContent? content = null) => Http.PostAsync(Route(route), content);

    /// <summary>What the app has noted, once there are so many lines that begin so.</summary>
    public async Task<string[]> RecordsAsync(string prefix, int count) =>
        (await Http.GetFromJsonAsync<string[]>(Route($"records?prefix={Uri.EscapeDataString(prefix)}&count={count}")))!;

    /// <summary>The process that runs the app.</summary>
    public async Task<int> WorkerAsync() => (await JsonAsync("process")).GetProperty("id").GetInt32();

    /// <summary>Starts an orchestration through the app's client and returns its id.</summary>
    public async Task<string> StartAsync(string name, string id = "", object? input = null, string query = "")
    {
        using var response = await PostAsync($"instances/{name}/{id}{query}", input is null ? null : Json(JsonSerializer.Serialize(input)));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode} {text}");
        return text;
    }

    /// <summary>The instance as the app's client sees it, once it has completed; the client is signalled, nothing is asked again.</summary>
    public async Task<Instance> CompletedAsync(string id) =>
        (await Http.GetFromJsonAsync<Instance>(Route($"instances/{Uri.EscapeDataString(id)}?until=completed")))!;

    /// <summary>Starts an orchestration and waits for its output.</summary>
    public async Task<T> RunAsync<T>(string name, object? input = null, string query = "")
    {
        var done = await CompletedAsync(await StartAsync(name, "", input, query));
        Assert.True(done.Status == "Completed", $"{done.Status} {done.Failure}");
        return done.OutputAs<T>();
    }

    /// <summary>Waits until an instance has come to a status; nothing signals those that are no end.</summary>
    public async Task UntilAsync(string id, string status)
    {
        using var limit = new CancellationTokenSource(Limits.Wait);
        while ((await JsonAsync($"instances/{Uri.EscapeDataString(id)}")).GetProperty("status").GetString() != status)
            limit.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Steers an instance through the app's client.</summary>
    public async Task<string> SteerAsync(string id, string act, object? body = null)
    {
        using var response = await Http.PutAsync(Route($"instances/{Uri.EscapeDataString(id)}/{act}"), body is null ? null : Json(JsonSerializer.Serialize(body)));
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}".TrimEnd();
    }

    public Task<string> RaiseAsync(string id, string name, object body) => SteerAsync(id, $"raise?name={name}", body);

    /// <summary>Asks the management API.</summary>
    public Task<HttpResponseMessage> ManageAsync(HttpMethod method, string path, string? json = null) =>
        Http.SendAsync(new HttpRequestMessage(method, $"{Management}/{path}") { Content = json is null ? null : Json(json) });

    public async Task<HttpStatusCode> ManagedAsync(HttpMethod method, string path, string? json = null)
    {
        using var response = await ManageAsync(method, path, json);
        return response.StatusCode;
    }

    public Task<JsonElement> StatusAsync(string id, string query = "") => Http.GetFromJsonAsync<JsonElement>($"{Management}/instances/{Uri.EscapeDataString(id)}{query}");

    /// <summary>The host's clock.</summary>
    public async Task<DateTimeOffset> NowAsync() =>
        (await Http.GetFromJsonAsync<JsonElement>("/runtime/clock")).GetProperty("now").GetDateTimeOffset();

    /// <summary>Moves the clock so far ahead and returns what it was; by then all that fell due is done.</summary>
    public async Task<DateTimeOffset> AdvanceAsync(TimeSpan by)
    {
        var now = await NowAsync();
        using var response = await MoveClockAsync($"{now + by:O}");
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return now;
    }

    public Task<HttpResponseMessage> MoveClockAsync(string target) => Http.PostAsync("/runtime/clock", Json($"{{\"advanceTo\":\"{target}\"}}"));

    public Dictionary<string, string> Keys() => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Data, "keys.json")))!;

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>Stops the host in order and checks that it was one.</summary>
    public async Task StopAsync()
    {
        Host.Terminate();
        Assert.Equal(0, await Host.ExitAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        _own?.Dispose();
    }
}

/// <summary>An instance as the app's client sees it.</summary>
internal sealed record Instance(
    string Id, string Name, string Status, string? Input, string? Output, string? CustomStatus, string? Failure, IReadOnlyDictionary<string, string>? Tags)
{
    public T OutputAs<T>() => Output is null ? default! : JsonSerializer.Deserialize<T>(Output, JsonSerializerOptions.Web)!;
}
