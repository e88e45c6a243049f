using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Functions.Tests;

internal static class Ports
{
    /// <summary>Returns when something listens; fails when the process that should has ended.</summary>
    public static async Task ListeningAsync(int port, Process process, Func<string>? said = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            Assert.False(process.HasExited, $"{process.StartInfo.FileName} ended before it listened on {port}.{said?.Invoke()}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                // There is no event for "listens": a connection that is refused at once is asked for again.
                await Task.Delay(50, limit.Token);
            }
        }
    }
}
