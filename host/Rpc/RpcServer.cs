using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost.Rpc;

/// <summary>The host's inner server for its worker: FunctionRpc and the task hub, on this machine only and on a port of the system's choice.</summary>
internal sealed class RpcServer(ILoggerFactory loggers, IWorkerGate gate, TaskHub hub) : IAsyncDisposable
{
    // The worker's durable client has one connection; every wait for an instance takes a stream of it for as long as it lasts.
    private const int StreamsOfOneConnection = 20_000;

    private WebApplication? _server;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    public async Task StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Dazhou.FunctionsHost.Rpc" });
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsOfOneConnection;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 8 * 1024 * 1024;
            kestrel.Limits.Http2.InitialStreamWindowSize = 4 * 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(gate);
        builder.Services.AddSingleton(hub);
        builder.Services.AddRouting();

        // One message over a limit would end the worker's stream for good.
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        _server = builder.Build();
        _server.UseRouting();
        _server.MapGrpcService<FunctionRpcService>();
        _server.MapGrpcService<TaskHub>();
        await _server.StartAsync(cancellation);
        Address = new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null)
            return;

        // The worker has ended before, and its streams with it.
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _server.StopAsync(soon.Token);
        await _server.DisposeAsync();
        _server = null;
    }
}
