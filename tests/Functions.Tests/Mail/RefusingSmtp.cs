using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Functions.Tests.Mail;

/// <summary>An SMTP server that answers 550 to recipients whom it does not know, and keeps what it takes over.</summary>
internal sealed class RefusingSmtp : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<(string Recipient, string Subject)> taken = new();

    public RefusingSmtp()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The address that is refused; null when none is.</summary>
    public string? Refused { get; set; }

    /// <summary>The mails that were taken over.</summary>
    public IReadOnlyCollection<(string Recipient, string Subject)> Taken => taken;

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var reader = new StreamReader(client.GetStream(), Encoding.ASCII))
        await using (var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true })
        {
            var recipient = "";
            await writer.WriteLineAsync("220 test");
            while (await reader.ReadLineAsync() is { } line)
            {
                var refused = Refused is { } address && line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase) && line.Contains(address, StringComparison.OrdinalIgnoreCase);
                if (line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase))
                    recipient = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                if (line == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    using var letter = new MemoryStream();
                    while (await reader.ReadLineAsync() is { } text and not ".")
                        letter.Write(Encoding.ASCII.GetBytes(text + "\r\n"));
                    letter.Position = 0;
                    taken.Enqueue((recipient, (await MimeMessage.LoadAsync(letter)).Subject ?? ""));
                }

                await writer.WriteLineAsync(refused ? "550 no such mailbox here" : line == "QUIT" ? "221 bye" : "250 ok");
                if (line == "QUIT")
                    return;
            }
        }
    }
}
