using System.Net;
using System.Net.Sockets;

namespace SampleApp.Observing;

/// <summary>
/// A function that meets somebody on a port of this machine: it says who it is and stays until it is answered. So the other
/// side sees without asking again when a function has begun, when it is cancelled, and when its process is gone.
/// </summary>
public static class Meeting
{
    public static async Task<string> AttendAsync(int port, string who, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, CancellationToken.None);
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
        await writer.WriteLineAsync(who);
        try
        {
            return await reader.ReadLineAsync(cancellation) ?? "left alone";
        }
        catch (OperationCanceledException)
        {
            await writer.WriteLineAsync("cancelled");
            throw;
        }
    }
}
