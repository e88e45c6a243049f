using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tests.Shared;

namespace Benchmarks.Portal;

/// <summary>
/// The whole app as a user starts it: a child process with own ports and own data. Its storage is an
/// Azurite of ours.
/// </summary>
internal sealed partial class BenchHost : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("bench-portal-").FullName;
    private readonly StringBuilder _said = new();
    private readonly Dictionary<string, int> _requests;
    private readonly Process _process;
    private readonly int _port = FreePorts.Take();

    private readonly Azurite _azurite;

    private BenchHost(Azurite azurite, Dictionary<string, int> requests)
    {
        (_azurite, _requests) = (azurite, requests);
        var start = new ProcessStartInfo("dotnet", HostCommand.Arguments("--port", $"{_port}", "--data", _data))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
        start.Environment["AzureWebJobsStorage"] = Storage;
        // The steady state is measured, not the minutes in which code is still compiled in tiers.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_QuickJit"] = "0";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Http = ClientFrom(IPAddress.Loopback);
    }

    public HttpClient Http { get; }

    /// <summary>The connection string of its storage.</summary>
    public string Storage => _azurite.ConnectionString;

    /// <param name="countRequests">Whether what the storage is asked is counted, for <see cref="TakeRequests"/>: its log costs it some time.</param>
    public static async Task<BenchHost> StartAsync(bool countRequests = false)
    {
        var requests = new Dictionary<string, int>(StringComparer.Ordinal);
        var host = new BenchHost(await Azurite.StartAsync(countRequests ? (_, line) => Count(requests, line.Data) : null), requests);
        for (var wait = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            if (host._process.HasExited || wait.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException($"The app did not start:{Environment.NewLine}{host.Said()}");
            }

            try
            {
                using var ready = await host.Http.GetAsync("/api/health/ready");
                if (ready.IsSuccessStatusCode)
                {
                    return host;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
    }

    /// <summary>A client that comes from an address of this machine: links are rate-limited by address.</summary>
    public HttpClient ClientFrom(IPAddress address) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(address, 0));
            await socket.ConnectAsync(IPAddress.Loopback, _port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri($"http://localhost:{_port}"),
        Timeout = TimeSpan.FromMinutes(10),
    };

    /// <summary>Returns when nothing is under way any more: a clock that moves on by a moment waits for that.</summary>
    public Task SettleAsync() => MoveAsync(TimeSpan.FromSeconds(1));

    /// <summary>Moves the clock on; returns when everything that falls due until then is done.</summary>
    public async Task MoveAsync(TimeSpan span)
    {
        var now = (await Http.GetFromJsonAsync<JsonElement>("/runtime/clock")).GetProperty("now").GetDateTimeOffset();
        using var answer = await Http.PostAsJsonAsync("/runtime/clock", new { advanceTo = now.Add(span).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz") });
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync() + Said());
        }
    }

    /// <summary>What the storage was asked since the last call: method and table (or container), and how often.</summary>
    public IReadOnlyDictionary<string, int> TakeRequests()
    {
        lock (_requests)
        {
            var taken = new Dictionary<string, int>(_requests, StringComparer.Ordinal);
            _requests.Clear();
            return taken;
        }
    }

    public string Said()
    {
        lock (_said)
        {
            return _said.ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            // SIGTERM, as an operator would: SIGKILL would leave the storage child behind.
            using var kill = Process.Start("kill", $"-TERM {_process.Id}");
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        await _azurite.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>A line of the access log: <c>... "GET /devstoreaccount1/Deadlines(PartitionKey=... HTTP/1.1" 200 -</c>.</summary>
    private static void Count(Dictionary<string, int> requests, string? line)
    {
        if (line is not null && AccessLine().Match(line) is { Success: true } request)
        {
            var what = $"{request.Groups["method"].Value} {request.Groups["what"].Value}";
            lock (requests)
            {
                requests[what] = requests.GetValueOrDefault(what) + 1;
            }
        }
    }

    [GeneratedRegex(""" "(?<method>[A-Z]+) /devstoreaccount1/(?<what>[^(?/ ]+)""")]
    private static partial Regex AccessLine();

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Data);
        }
    }
}
