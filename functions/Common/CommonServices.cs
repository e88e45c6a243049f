using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Registers what all pages and APIs need.</summary>
public static class CommonServices
{
    // Azure's limit for requests to HTTP functions; the server's default of 30 MB is less than the largest file.
    private const long MostRequestBytes = 210_000_000;

    /// <summary>Adds page rendering, the public address, the clock and access control.</summary>
    public static IServiceCollection AddCommon(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.Configure<KestrelServerOptions>(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MostRequestBytes;
        });
        // Orchestration data is stored, never put into a page: unescaped Chinese is readable and takes a third of the space.
        services.Configure<JsonSerializerOptions>(json => json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        HostClock.Add(services);
        RequiredSettings.Add(services);
        // Write Chinese into the HTML as it is, not as character references of eight bytes each.
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
