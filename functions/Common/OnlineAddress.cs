using Microsoft.Extensions.Configuration;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// Where people reach this app: the base of every mailed link. <c>App:BaseUrl</c> decides; without it the host
/// name that Azure, Core Tools and the local host put into <c>WEBSITE_HOSTNAME</c>.
/// It is never taken from a request's Host header, which the sender of the request chooses.
/// </summary>
public sealed class OnlineAddress(IConfiguration configuration)
{
    private const string Default = "http://localhost:7071";

    /// <summary>The address without a closing slash.</summary>
    public string BaseUrl => configuration["App:BaseUrl"] is { Length: > 0 } configured ? configured.TrimEnd('/') : HostUrl;

    /// <summary>Where the host itself listens, without a closing slash.</summary>
    public string HostUrl
    {
        get
        {
            if (configuration["WEBSITE_HOSTNAME"] is not { Length: > 0 } host)
                return Default;
            var local = host.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) || host.StartsWith("127.", StringComparison.Ordinal);
            return $"{(local ? "http" : "https")}://{host}";
        }
    }

    /// <summary>The address of a path of this app.</summary>
    public string Of(string path) => BaseUrl + path;
}
