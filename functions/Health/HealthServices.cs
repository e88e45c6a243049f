using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dazhou.Serverless.Functions.Health;

/// <summary>Registers the checks of <c>/api/health/ready</c>.</summary>
public static class HealthServices
{
    /// <summary>Storage and mails that were given up, beside the engine, which <see cref="HealthFunctions"/> asks.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<StorageCheck>("tables", tags: ["ready"], timeout: TimeSpan.FromSeconds(5))
            .AddCheck<MailCheck>("mails", HealthStatus.Degraded, tags: ["ready"], timeout: TimeSpan.FromSeconds(5));
        return services;
    }
}
