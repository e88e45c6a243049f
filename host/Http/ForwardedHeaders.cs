using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Dazhou.FunctionsHost;

/// <summary>Takes X-Forwarded-For, -Proto and -Host from the proxies that Host:KnownProxies lists, and from nobody else.</summary>
internal static class ForwardedHeaders
{
    public const string ProxiesKey = "Host:KnownProxies";

    /// <summary>Reads the list: addresses or networks, separated by commas or as an array.</summary>
    /// <exception cref="StartupException">An entry is neither.</exception>
    public static ForwardedHeadersOptions? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(ProxiesKey);
        var entries = section.GetChildren().Select(child => child.Value).Append(section.Value)
            .SelectMany(value => (value ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .ToList();
        if (entries.Count == 0)
            return null;

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.XForwardedFor
                | Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.XForwardedProto
                | Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.XForwardedHost,

            // As many hops as are known proxies; the first that is none is the caller.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var entry in entries)
        {
            if (IPAddress.TryParse(entry, out var address))
                options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(entry, out var network))
                options.KnownIPNetworks.Add(network);
            else
                throw new StartupException($"设置 {ProxiesKey} 中的 {entry} 既不是地址也不是网段，应形如 127.0.0.1 或 10.0.0.0/8。");
        }

        return options;
    }
}
