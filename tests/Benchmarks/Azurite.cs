using System.Diagnostics;
using System.Net.Sockets;
using Tests.Shared;

namespace Benchmarks;

/// <summary>
/// An Azurite that keeps everything in memory: on disk it writes the whole of its tables anew every five seconds, and with those
/// of thousands of projects nothing else would be measured.
/// </summary>
internal sealed class Azurite : IAsyncDisposable
{
    private readonly Process _process;

    private Azurite(Process process, string connectionString) => (_process, ConnectionString) = (process, connectionString);

    public string ConnectionString { get; }

    /// <param name="log">takes the lines of its access log, which costs it some time; null without one</param>
    public static async Task<Azurite> StartAsync(DataReceivedEventHandler? log = null)
    {
        var (blob, queue, table) = (FreePorts.Take(), FreePorts.Take(), FreePorts.Take());
        var start = new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                Path.Combine(HostCommand.Root, "tools", "azurite", "node_modules", "azurite", "dist", "src", "azurite.js"),
                "--disableTelemetry", "--skipApiVersionCheck", "--inMemoryPersistence",
                "--blobPort", $"{blob}", "--queuePort", $"{queue}", "--tablePort", $"{table}",
            },
            UseShellExecute = false,
            RedirectStandardOutput = log is not null,
        };
        if (log is null)
        {
            start.ArgumentList.Add("--silent");
        }

        var process = Process.Start(start)!;
        if (log is not null)
        {
            process.OutputDataReceived += log;
            process.BeginOutputReadLine();
        }

        foreach (var port in new[] { blob, queue, table })
        {
            while (!Listens(port))
            {
                await Task.Delay(50);
            }
        }

        return new(process, ConnectionOf(blob, queue, table));
    }

    public async ValueTask DisposeAsync()
    {
        // Nothing of it is kept, so there is nothing to flush.
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // The key is the one that Microsoft publishes for the emulator.
    private static string ConnectionOf(int blob, int queue, int table) =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"BlobEndpoint=http://127.0.0.1:{blob}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{queue}/devstoreaccount1;"
        + $"TableEndpoint=http://127.0.0.1:{table}/devstoreaccount1;";
}
