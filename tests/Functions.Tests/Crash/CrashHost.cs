using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Tests.Shared;

namespace Functions.Tests.Crash;

/// <summary>The app on a host of its own, with data of its own, that is killed and started again on the same data.</summary>
internal sealed class CrashHost : IAsyncDisposable
{
    private const string AppFile = "Dazhou.Serverless.Functions.dll";

    // Longer than a start on a machine that builds and tests much else.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private readonly StringBuilder output = new();
    private readonly string data = Directory.CreateTempSubdirectory("dazhou-crash-").FullName;
    private readonly int port;
    private readonly Lock gate = new();
    private Process? process;
    private TaskCompletionSource serving = New();

    private CrashHost(IReadOnlyList<int> ports)
    {
        port = ports[0];
        StorageConnection =
            "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
            + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
            + $"BlobEndpoint=http://127.0.0.1:{ports[1]}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{ports[2]}/devstoreaccount1;"
            + $"TableEndpoint=http://127.0.0.1:{ports[3]}/devstoreaccount1;";
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri($"http://localhost:{port}"),
            Timeout = TimeSpan.FromMinutes(3),
        };
    }

    public HttpClient Http { get; }

    /// <summary>Where its tables are, for a test that reaches around the app.</summary>
    public string StorageConnection { get; }

    /// <summary>A host that does not run yet.</summary>
    public static CrashHost Create(Random random) => new([.. Enumerable.Range(0, 4).Select(_ => FreePorts.Take(random: random))]);

    /// <summary>Returns while it serves; waits for its next start while it does not.</summary>
    public Task ServingAsync()
    {
        lock (gate)
            return serving.Task;
    }

    /// <summary>Starts it on what the last one left, and returns when it serves.</summary>
    public async Task StartAsync()
    {
        lock (output)
            output.Clear();
        var start = new ProcessStartInfo("dotnet", HostCommand.Arguments("--port", $"{port}", "--data", data))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
        start.Environment["AzureWebJobsStorage"] = StorageConnection;
        process = Process.Start(start)!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var limit = new CancellationTokenSource(StartLimit);
        while (!await ListensAsync(limit.Token))
        {
            Assert.False(process.HasExited, $"The host did not start again.{Output()}");
            // There is no event for "listens": a connection that is refused at once is asked for again.
            await Task.Delay(20, limit.Token);
        }

        lock (gate)
            serving.TrySetResult();
    }

    /// <summary>SIGKILL; its children are not asked.</summary>
    public async Task KillAsync()
    {
        lock (gate)
        {
            if (serving.Task.IsCompleted)
                serving = New();
        }

        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>SIGKILL to the worker; the host starts the next.</summary>
    public void KillWorker()
    {
        using var worker = Process.GetProcessById(WorkerId());
        worker.Kill();
    }

    /// <summary>Ends it as a service manager does.</summary>
    public async Task<int> StopAsync()
    {
        using (Process.Start("kill", $"-TERM {process!.Id}"))
        using (var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2)))
            await process.WaitForExitAsync(limit.Token);
        var code = process.ExitCode;
        process.Dispose();
        process = null;
        return code;
    }

    /// <summary>Processes of any kind that were started for this host's data and still run.</summary>
    public IReadOnlyList<string> Left() => ProcessTable.Naming(data);

    /// <summary>Moves the clock; what is due until then is done when this returns.</summary>
    public async Task MoveClockAsync(TimeSpan by)
    {
        var now = (await Http.GetFromJsonAsync<JsonElement>("/runtime/clock")).GetProperty("now").GetDateTimeOffset();
        using var answer = await Http.PostAsJsonAsync("/runtime/clock", new { advanceTo = (now + by).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz") });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync() + Output());
    }

    /// <summary>What the present run printed.</summary>
    public string Output()
    {
        lock (output)
            return "\n" + output;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (process is not null)
            await KillAsync();
        // Azurite saves at its host's death, into this folder.
        await ProcessTable.EndedAsync(data);
        Directory.Delete(data, recursive: true);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int WorkerId() => Assert.Single(ProcessTable.ChildrenOf(process!.Id), child => ProcessTable.CommandLine(child).Contains(AppFile, StringComparison.Ordinal));

    private async Task<bool> ListensAsync(CancellationToken cancellation)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output)
            output.AppendLine(line.Data);
    }
}
