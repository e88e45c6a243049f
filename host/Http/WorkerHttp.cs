using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Dazhou.FunctionsHost;

/// <summary>The way to a worker's own web server, which speaks HTTP/2 only.</summary>
internal sealed class WorkerHttp : IDisposable
{
    private static readonly TimeSpan ConnectPause = TimeSpan.FromMilliseconds(20);
    private static readonly ForwarderRequestConfig Config = new()
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,

        // Server-sent events may be silent for long; a caller that goes away ends the call.
        ActivityTimeout = TimeSpan.FromHours(24),
    };

    private readonly string _address;
    private readonly Task _ended;
    private readonly HttpMessageInvoker _invoker;

    public WorkerHttp(Uri address, Task ended)
    {
        _address = address.ToString();
        _ended = ended;
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
        });
    }

    /// <summary>Hands a request to the worker and its answer to the caller.</summary>
    /// <returns>Whether there was an answer.</returns>
    public async Task<bool> ForwardAsync(HttpContext http, string invocationId)
    {
        var forwarder = http.RequestServices.GetRequiredService<IHttpForwarder>();
        return await forwarder.SendAsync(http, _address, _invoker, Config, new WorkerTransformer(invocationId)) == ForwarderError.None;
    }

    public void Dispose() => _invoker.Dispose();

    // The worker may say that it is ready a moment before its server listens.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && !_ended.IsCompleted)
            {
                socket.Dispose();
                await Task.WhenAny(_ended, Task.Delay(ConnectPause, cancellation));
                cancellation.ThrowIfCancellationRequested();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
