using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Dazhou.FunctionsHost;

/// <summary>The way to a worker's own web server, in the version of HTTP that it speaks.</summary>
internal sealed class WorkerHttp : IDisposable
{
    private static readonly TimeSpan ConnectPause = TimeSpan.FromMilliseconds(20);

    // How a client that knows of HTTP/2 begins, with empty settings. A server that speaks it answers with its settings, another with an error.
    private static readonly byte[] Preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];
    private const int FrameHeader = 9;
    private const int FrameType = 3;
    private const byte Settings = 4;

    private readonly string _address;
    private readonly HttpMessageInvoker _invoker;
    private readonly ForwarderRequestConfig _config;

    private WorkerHttp(Uri address, Version version)
    {
        _address = address.ToString();
        _config = new ForwarderRequestConfig
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,

            // Server-sent events may be silent for long; a caller that goes away ends the call.
            ActivityTimeout = TimeSpan.FromHours(24),
        };
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            ActivityHeadersPropagator = null,
            ConnectCallback = async (context, cancellation) => new NetworkStream(await ConnectAsync(context.DnsEndPoint.Port, cancellation), ownsSocket: true),
        });
    }

    /// <summary>Waits until the worker's server listens, and learns which HTTP it speaks.</summary>
    public static async Task<WorkerHttp> OpenAsync(Uri address, CancellationToken cancellation)
    {
        // It may say that it is ready a moment before it listens.
        while (true)
        {
            try
            {
                return new WorkerHttp(address, await AskVersionAsync(address.Port, cancellation));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
            {
                await Task.Delay(ConnectPause, cancellation);
            }
        }
    }

    /// <summary>Hands a request to the worker and its answer to the caller.</summary>
    /// <returns>Whether there was an answer.</returns>
    public async Task<bool> ForwardAsync(HttpContext http, string invocationId)
    {
        var forwarder = http.RequestServices.GetRequiredService<IHttpForwarder>();
        return await forwarder.SendAsync(http, _address, _invoker, _config, new WorkerTransformer(invocationId)) == ForwarderError.None;
    }

    public void Dispose() => _invoker.Dispose();

    private static async Task<Version> AskVersionAsync(int port, CancellationToken cancellation)
    {
        using var socket = await ConnectAsync(port, cancellation);
        await socket.SendAsync(Preface, cancellation);
        var answer = new byte[FrameHeader];
        var read = 0;
        while (read < answer.Length && await socket.ReceiveAsync(answer.AsMemory(read), cancellation) is var more and > 0)
            read += more;
        return read == FrameHeader && answer[FrameType] == Settings ? HttpVersion.Version20 : HttpVersion.Version11;
    }

    private static async Task<Socket> ConnectAsync(int port, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
