using System.Net;
using System.Net.Sockets;

namespace Host.Tests.Processes;

/// <summary>
/// Where functions of the sample app come and stay until they are answered. A test sees at once that one has begun,
/// that it was cancelled, or that its process is gone.
/// </summary>
internal sealed class Meeting : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public Meeting() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Waits for the next function to come.</summary>
    public async Task<Guest> NextAsync()
    {
        var client = await _listener.AcceptTcpClientAsync().InTimeAsync();
        var guest = new Guest(client);
        await guest.IntroduceAsync();
        return guest;
    }

    public void Dispose() => _listener.Dispose();
}

/// <summary>A function that has come.</summary>
internal sealed class Guest(TcpClient client) : IDisposable
{
    private readonly StreamReader _reader = new(client.GetStream());

    /// <summary>Who it says it is.</summary>
    public string Name { get; private set; } = "";

    public async Task IntroduceAsync() => Name = await _reader.ReadLineAsync().InTimeAsync() ?? "";

    /// <summary>Lets it go on with this answer.</summary>
    public async Task AnswerAsync(string answer)
    {
        await client.GetStream().WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer + "\n"));
    }

    /// <summary>What it says when it leaves without an answer; null where its process has ended.</summary>
    public async Task<string?> LeavesAsync()
    {
        try
        {
            return await _reader.ReadLineAsync().InTimeAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        client.Dispose();
    }
}
