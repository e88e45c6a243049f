using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tests.Shared;

namespace Functions.Tests.Portal;

/// <summary>The whole app as a user starts it: a child process with Azurite, its own ports and its own data.</summary>
public sealed class PortalHost : IAsyncLifetime
{
    private readonly StringBuilder output = new();
    private readonly string data = Directory.CreateTempSubdirectory("dazhou-portal-").FullName;
    private readonly Dictionary<string, (string Cookie, DateTimeOffset Ends)> sessions = new(StringComparer.Ordinal);
    private Process process = null!;

    public string Environment { get; init; } = "Development";

    /// <summary>Further settings, as environment variables.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public HttpClient Http { get; private set; } = null!;

    public Uri Address => Http.BaseAddress!;

    /// <summary>Where its tables and blobs are, for a test that reaches around the app.</summary>
    public string StorageConnection { get; } = Storage(FreePorts.Take(), FreePorts.Take(), FreePorts.Take());

    /// <summary>The key that an administrator finds in the data folder.</summary>
    public Task<string> MasterKeyAsync() => KeyAsync("host:master");

    /// <summary>The key of the management API.</summary>
    public Task<string> SystemKeyAsync() => KeyAsync("system:durabletask");

    public async Task InitializeAsync()
    {
        var port = FreePorts.Take();
        var start = new ProcessStartInfo("dotnet", HostCommand.Arguments("--port", $"{port}", "--data", data))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURE_FUNCTIONS_ENVIRONMENT"] = Environment;
        if (Environment != "Development")
        {
            start.Environment["Mail__Sender"] = "Smtp";
            start.Environment["Mail__Smtp__Host"] = "localhost";
        }

        // All tests come from one address, faster than an office's people do, and sign in anew whenever the clock was moved on.
        start.Environment["Links__PerAddressPerMinute"] = "6000";
        start.Environment["Links__NewLinksAtOnce"] = "1000";
        start.Environment["AzureWebJobsStorage"] = StorageConnection;
        foreach (var (name, value) in Settings)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Ports.ListeningAsync(port, process, Output);
        // No redirects: a test sees what the app answers. No cookies: there are none.
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri($"http://localhost:{port}"),
            Timeout = TimeSpan.FromMinutes(5),
        };
    }

    /// <summary>A new key of a unit, as an administrator makes it.</summary>
    public async Task<string> UnitKeyAsync(string unit)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/units/{unit}/keys") { Headers = { { "x-functions-key", await MasterKeyAsync() } } };
        using var answer = await Http.SendAsync(request);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
    }

    /// <summary>Moves the clock; what is due until then is done when this returns.</summary>
    public async Task<DateTimeOffset> MoveClockAsync(DateTimeOffset to)
    {
        using var answer = await Http.PostAsJsonAsync("/runtime/clock", new { advanceTo = to.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz") });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync() + Output());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("now").GetDateTimeOffset();
    }

    public async Task<DateTimeOffset> NowAsync() => (await Http.GetFromJsonAsync<JsonElement>("/runtime/clock")).GetProperty("now").GetDateTimeOffset();

    /// <summary>Returns when nothing is under way any more: a clock that moves on by a moment waits for that.</summary>
    public async Task SettleAsync() => await MoveClockAsync(await NowAsync() + TimeSpan.FromSeconds(1));

    public async Task<IReadOnlyList<Mail>> MailsAsync(string title)
    {
        await SettleAsync();
        var mails = await Http.GetFromJsonAsync<Mail[]>("/dev/mailbox?format=json");
        return [.. mails!.Where(mail => mail.Subject.EndsWith(title, StringComparison.Ordinal))];
    }

    /// <summary>
    /// The cookie of a person who signed in by the mailed link, for the header <c>Cookie</c>. One session serves as long as it
    /// lives: the app mails a person one link a minute of its clock.
    /// </summary>
    public async Task<string> SessionOfAsync(string mail)
    {
        if (sessions.TryGetValue(mail, out var session) && session.Ends > await NowAsync())
            return session.Cookie;
        var since = await MoveClockAsync(await NowAsync() + TimeSpan.FromMinutes(1));
        using (var asked = await Http.PostAsync("/sign-in", new FormUrlEncodedContent([new("mail", mail)])))
            Assert.True(asked.IsSuccessStatusCode, $"{mail} gets no sign-in link: {asked.StatusCode}");
        var link = (await MailsAsync("达州市政务流程")).First(it => it.To == mail && it.At >= since && it.Subject.StartsWith("【登录", StringComparison.Ordinal));
        using var answer = await Http.PostAsync(link.Href, new FormUrlEncodedContent([]));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        sessions[mail] = (cookie, since + TimeSpan.FromHours(11));
        return cookie;
    }

    /// <summary>All pages of what waits for the person of a session.</summary>
    public async Task<string> OpenDecisionsAsync(string session)
    {
        var (text, address) = (new StringBuilder(), "/decide");
        while (address is not null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Cookie", session } } };
            using var answer = await Http.SendAsync(request);
            var page = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
            text.Append(page);
            var next = Regex.Match(page, "href=\"(?<address>/decide\\?after=[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1));
            address = next.Success ? WebUtility.HtmlDecode(next.Groups["address"].Value) : null;
        }

        return text.ToString();
    }

    public async Task DisposeAsync()
    {
        Http?.Dispose();
        if (!process.HasExited)
        {
            // SIGTERM, as an operator would: SIGKILL would leave the storage child behind.
            using (Process.Start("kill", $"-TERM {process.Id}"))
            using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40)))
            {
                try
                {
                    await process.WaitForExitAsync(limit.Token);
                }
                catch (OperationCanceledException)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }

        process.Dispose();
        Directory.Delete(data, recursive: true);
    }

    public string Output()
    {
        lock (output)
            return "\n" + output;
    }

    private async Task<string> KeyAsync(string name) =>
        JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(data, "keys.json"))).GetProperty(name).GetString()!;

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output)
            output.AppendLine(line.Data);
    }

    private static string Storage(int blob, int queue, int table) =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"BlobEndpoint=http://127.0.0.1:{blob}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{queue}/devstoreaccount1;"
        + $"TableEndpoint=http://127.0.0.1:{table}/devstoreaccount1;";
}

/// <summary>A mail of the local mailbox.</summary>
public sealed record Mail(string Id, DateTimeOffset At, string To, string Subject, string Text, IReadOnlyList<MailLink> Links)
{
    public string Href => Assert.Single(Links).Href;
}

/// <summary>A link in a mail.</summary>
public sealed record MailLink(string Text, string Href);

/// <summary>One host for all tests that need one; they run one after the other, each with a project of its own.</summary>
[CollectionDefinition(nameof(Portal))]
public sealed class PortalCollection : ICollectionFixture<PortalHost>;
