using Microsoft.Extensions.Configuration;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// The public address of this app, the base of all mailed links: <c>App:BaseUrl</c>, or else the host name that Azure, Core Tools and the
/// local host put into <c>WEBSITE_HOSTNAME</c>. Never taken from the Host header, which the sender of a request controls.
/// </summary>
public sealed class OnlineAddress(IConfiguration configuration)
{
    private const string Default = "http://localhost:7071";

    /// <summary>Gets the address without a trailing slash.</summary>
    public string BaseUrl => configuration["App:BaseUrl"] is { Length: > 0 } configured ? configured.TrimEnd('/') : HostUrl;

    /// <summary>Gets the address the host itself listens on, without a trailing slash.</summary>
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

    /// <summary>Returns the address of a path of this app.</summary>
    public string Of(string path) => BaseUrl + path;
}
