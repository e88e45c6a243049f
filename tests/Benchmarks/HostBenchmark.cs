using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Tests.Shared;

namespace Benchmarks;

/// <summary>Chains through the local host and a worker process: started, run and awaited by an ordinary function app.</summary>
internal static class HostBenchmark
{
    private const int Alone = 200;

    public static async Task RunAsync(Arguments arguments)
    {
        var instances = arguments.Number("instances", 10_000);
        var activities = arguments.Number("activities", 3);
        var parallel = arguments.Number("parallel", 100);
        var data = Directory.CreateTempSubdirectory("bench-host-").FullName;
        using var host = await HostOfSample.StartAsync(data);
        await ChainsAsync(host.Http, Math.Min(instances, 2_000), activities, parallel);
        var alone = await ChainsAsync(host.Http, Alone, activities, 1);
        var crowd = await ChainsAsync(host.Http, instances, activities, parallel);
        var (proxied, requests) = await RequestsAsync(host.Http);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new
        {
            instances,
            per_s = Math.Round(instances / crowd.Seconds, 1),
            alone_p50_ms = ChainFigures.Percentile(alone.Times, 0.50),
            p50_ms = ChainFigures.Percentile(crowd.Times, 0.50),
            p99_ms = ChainFigures.Percentile(crowd.Times, 0.99),
            http_p50_ms = proxied,
            http_requests = requests,
            listening_after_ms = Math.Round(host.ListeningAfter.TotalMilliseconds),
            host_rss_mb = Math.Round(host.PeakMemoryMb, 1),
        }));
        await host.StopAsync();
        Directory.Delete(data, recursive: true);
    }

    private static async Task<Run> ChainsAsync(HttpClient http, int instances, int activities, int parallel)
    {
        using var answer = await http.PostAsync($"sample/v1/chains?instances={instances}&activities={activities}&parallel={parallel}", content: null);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Run>(JsonSerializerOptions.Web))!;
    }

    /// <summary>One request after the other to a function that does nothing.</summary>
    private static async Task<(double Median, int Requests)> RequestsAsync(HttpClient http)
    {
        const int requests = 2_000;
        var times = new double[requests];
        for (var index = -200; index < requests; index++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(new Uri("sample/v1/nothing", UriKind.Relative));
            if (index >= 0)
            {
                times[index] = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
            }
        }

        return (ChainFigures.Percentile(times, 0.50), requests);
    }

    private sealed record Run(double Seconds, double[] Times);
}

/// <summary>The host with the sample app of the tests, as a process of its own, without storage.</summary>
internal sealed class HostOfSample : IDisposable
{
    private readonly Process _process;

    private HostOfSample(Process process, Uri address, TimeSpan listeningAfter)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        ListeningAfter = listeningAfter;
    }

    public HttpClient Http { get; }

    public TimeSpan ListeningAfter { get; }

    public double PeakMemoryMb
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / 1048576.0;
        }
    }

    public static async Task<HostOfSample> StartAsync(string data)
    {
        var (startedAt, port) = (Stopwatch.GetTimestamp(), FreePorts.Take());
        var start = new ProcessStartInfo("dotnet", HostCommand.ArgumentsOf("tests/SampleApp", "--port", $"{port}", "--data", data))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development", ["AzureWebJobsStorage"] = "" },
        };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // The banner names the address as soon as it listens.
            if (line.Contains($":{port}", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new(process, new Uri($"http://localhost:{port}/"), Stopwatch.GetElapsedTime(startedAt));
            }
        }

        throw new InvalidOperationException($"The host ended with {process.ExitCode} before it listened.");
    }

    public async Task StopAsync()
    {
        using (Process.Start("kill", $"-TERM {_process.Id}"))
        {
            await _process.WaitForExitAsync();
        }
    }

    public void Dispose()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
