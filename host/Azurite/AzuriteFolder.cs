using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost;

/// <summary>The folder of Azurite's data, and who works on it (tools/azurite/run.js).</summary>
internal sealed class AzuriteFolder(string path, ILogger logger)
{
    private const string LockFile = "azurite.lock";
    private const string LogFile = "azurite.log";
    private const int LinesShown = 5;
    private static readonly TimeSpan SaveLimit = TimeSpan.FromSeconds(60);

    public string Path => path;

    /// <summary>Waits for the Azurite of a host that was killed: it saves what it has acknowledged and then ends.</summary>
    /// <exception cref="StartupException">It does not end.</exception>
    public async Task WaitUntilFreeAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(SaveLimit);
        try
        {
            while (await ConnectAsync(limit.Token) is { } holder)
            {
                using (holder)
                {
                    logger.LogInformation("上一次运行的 Azurite 还在保存数据，等它结束");
                    var buffer = new byte[16];

                    // It writes nothing more; the connection ends with it.
                    while (await ReadAsync(holder, buffer, limit.Token) > 0)
                    {
                    }
                }
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new StartupException($"{path} 正被另一个 Azurite 使用，{SaveLimit.TotalSeconds} 秒内没有结束。请先停止使用它的主机。", e);
        }
    }

    /// <summary>What Azurite printed last.</summary>
    public string LastLines()
    {
        try
        {
            using var file = new FileStream(System.IO.Path.Combine(path, LogFile), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return string.Join(" / ", reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(LinesShown));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private async Task<Socket?> ConnectAsync(CancellationToken cancellation)
    {
        string[] held;
        try
        {
            held = (await File.ReadAllTextAsync(System.IO.Path.Combine(path, LockFile), cancellation)).Trim().Split(' ');
        }
        catch (IOException)
        {
            return null;
        }

        if (held is not [var port, var word] || !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;

        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, number, cancellation);
            var buffer = new byte[word.Length + 1];
            var read = 0;
            while (read < buffer.Length && await ReadAsync(socket, buffer.AsMemory(read), cancellation) is var more and > 0)
                read += more;
            if (Encoding.ASCII.GetString(buffer, 0, read).TrimEnd() == word)
                return socket;
        }
        catch (SocketException)
        {
            // Nobody there: it was killed itself and left the file behind.
        }

        socket.Dispose();
        return null;
    }

    private static async Task<int> ReadAsync(Socket socket, Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, cancellation);
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
