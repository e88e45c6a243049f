using System.Net;
using Microsoft.AspNetCore.Http;

namespace Dazhou.FunctionsHost;

/// <summary>
/// Whether a request comes from this machine itself. A proxy on it, or a page that makes a browser on it send the
/// request, does not count: the first leaves forwarding headers, the second an Origin or a foreign Host.
/// </summary>
internal static class Loopback
{
    private static readonly string[] ForwardingHeaders =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Real-IP", "Via"];

    public static bool Is(HttpContext http)
    {
        var remote = http.Connection.RemoteIpAddress;
        if (remote is null || !IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote))
            return false;

        var headers = http.Request.Headers;
        if (ForwardingHeaders.Any(headers.ContainsKey) || !IsLocalName(http.Request.Host.Host))
            return false;

        return !headers.TryGetValue("Origin", out var origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsLocalName(uri.Host));
    }

    private static bool IsLocalName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
