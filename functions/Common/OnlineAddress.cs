using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// Where people reach this app: the base of every mailed link. <c>App:BaseUrl</c> decides; without it the host
/// name that Azure and Core Tools put into <c>WEBSITE_HOSTNAME</c>, and else the port that the server listens on.
/// It is never taken from a request's Host header, which the sender of the request chooses.
/// </summary>
public sealed class OnlineAddress(IConfiguration configuration, IServiceProvider services)
{
    private const string Default = "http://localhost:7071";

    /// <summary>The address without a closing slash.</summary>
    public string BaseUrl
    {
        get
        {
            if (configuration["App:BaseUrl"] is { Length: > 0 } configured)
                return configured.TrimEnd('/');
            if (configuration["WEBSITE_HOSTNAME"] is not { Length: > 0 } host)
                return Listening() ?? Default;
            var local = host.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) || host.StartsWith("127.", StringComparison.Ordinal);
            return $"{(local ? "http" : "https")}://{host}";
        }
    }

    /// <summary>The address of a path of this app.</summary>
    public string Of(string path) => BaseUrl + path;

    private string? Listening()
    {
        var addresses = services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses;
        return addresses?.FirstOrDefault() is { } address && Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? $"{uri.Scheme}://localhost:{uri.Port}"
            : null;
    }
}
