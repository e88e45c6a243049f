using System.Net;
using System.Net.Sockets;

namespace Tests.Shared;

/// <summary>
/// Ports for processes that are started a moment later. Below those that outgoing connections and listeners without a wish get from the
/// system, which would take one in between; and none is handed out twice.
/// </summary>
internal static class FreePorts
{
    private const int First = 12_000, End = 32_000;
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Taken = [];

    /// <summary>Returns the first of some ports in a row on which nothing listens.</summary>
    /// <param name="count">how many</param>
    /// <param name="random">the choices, for tests that repeat them; the system's by default</param>
    public static int Take(int count = 1, Random? random = null)
    {
        random ??= Random.Shared;
        lock (Gate)
        {
            while (true)
            {
                var first = random.Next(First, End - count);
                var row = Enumerable.Range(first, count);
                if (!row.All(port => !Taken.Contains(port) && IsFree(port))) continue;
                Taken.UnionWith(row);
                return first;
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
