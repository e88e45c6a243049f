using System.Net;
using System.Net.Sockets;

namespace Host.Tests.Processes;

internal static class Ports
{
    /// <summary>A port that was free a moment ago, and very likely is still.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The first of three in a row.</summary>
    public static int FreeRange()
    {
        while (true)
        {
            var port = Free();
            if (port < 65000 && Enumerable.Range(port, 3).All(IsFree))
                return port;
        }
    }

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

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
