using System.Net;
using System.Net.Sockets;

namespace Host.Tests.Processes;

internal static class Ports
{
    public static async Task<bool> AcceptsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Waits until nothing listens there any more: a connection to it ends when its process does.</summary>
    public static async Task ClosedAsync(int port)
    {
        using var limit = new CancellationTokenSource(Limits.Wait);
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                while (await client.GetStream().ReadAsync(new byte[64], limit.Token) > 0)
                {
                }
            }
            catch (SocketException)
            {
                return;
            }
            catch (IOException)
            {
                // Reset: it has ended, or ended only this connection. Asked again.
            }
        }
    }
}
