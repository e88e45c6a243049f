using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Dazhou.FunctionsHost;

/// <summary>
/// What the worker is told of the caller: always what this host has seen itself or a known proxy has told it
/// (<see cref="ForwardedHeaders"/>), never what the caller claims.
/// </summary>
internal sealed class WorkerTransformer(string invocationId) : HttpTransformer
{
    public const string InvocationHeader = "x-ms-invocation-id";

    // Headers by which a caller could pose as another, or as having come another way.
    private static readonly string[] Claims =
    [
        InvocationHeader, "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-Port",
        "X-Real-IP", "X-Original-For", "X-Original-Proto", "X-Original-Host", "X-Original-Prefix",
    ];

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        foreach (var name in Claims)
            headers.Remove(name);

        headers.Host = null;
        headers.TryAddWithoutValidation(InvocationHeader, invocationId);
        headers.TryAddWithoutValidation("X-Forwarded-Proto", httpContext.Request.Scheme);
        if (httpContext.Connection.RemoteIpAddress is { } address)
            headers.TryAddWithoutValidation("X-Forwarded-For", (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        if (httpContext.Request.Host is { HasValue: true } host)
            headers.TryAddWithoutValidation("X-Forwarded-Host", host.ToUriComponent());
    }
}
