using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dazhou.Serverless.Functions.Health;

/// <summary>Registers the health checks of <c>/api/health/ready</c>.</summary>
public static class HealthServices
{
    /// <summary>Adds the checks of storage and of mails given up; <see cref="HealthFunctions"/> itself checks the engine.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<StorageCheck>("tables", tags: ["ready"], timeout: TimeSpan.FromSeconds(5))
            .AddCheck<MailCheck>("mails", HealthStatus.Degraded, tags: ["ready"], timeout: TimeSpan.FromSeconds(5));
        return services;
    }
}
