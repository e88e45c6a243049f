using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Registers what every page and API needs.</summary>
public static class CommonServices
{
    // Azure's own limit for a request of an HTTP function; the server's default of 30 MB is less than the largest file.
    private const long MostRequestBytes = 210_000_000;

    /// <summary>Pages, the address they live at, the clock, and who may call.</summary>
    public static IServiceCollection AddCommon(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.Configure<KestrelServerOptions>(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MostRequestBytes;
        });
        // What orchestrations exchange is stored and never put into a page: Chinese stays readable and takes a third of the space.
        services.Configure<JsonSerializerOptions>(json => json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        HostClock.Add(services);
        RequiredSettings.Add(services);
        // Chinese stands in the HTML as itself and not as character references of eight bytes each.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<Navigation>();
        services.AddSingleton<OnlineAddress>();
        services.AddSingleton<SameOrigin>();
        services.AddSingleton<UnitKeys>();
        services.AddSingleton<SweepPace>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<KeyGuard>();
        return services;
    }
}
