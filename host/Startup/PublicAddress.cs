using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;

namespace Dazhou.FunctionsHost;

/// <summary>The address under which people reach this host: the site's name if it has one, else where the host listens.</summary>
internal sealed class PublicAddress(IServer server, IConfiguration configuration)
{
    /// <summary>Scheme, host and port.</summary>
    public string Current => configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } name ? $"https://{name}" : Listening ?? HostConfiguration.Urls(configuration)[0].TrimEnd('/');

    /// <summary>Where the host listens; null before it does.</summary>
    public string? Listening => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?
        .Replace("://127.0.0.1", "://localhost", StringComparison.Ordinal)
        .Replace("://[::]", "://localhost", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
        .TrimEnd('/');
}
