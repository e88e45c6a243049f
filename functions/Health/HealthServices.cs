using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Health;

/// <summary>Registers the checks of <c>/api/health/ready</c>.</summary>
public static class HealthServices
{
    /// <summary>Storage, beside what the runtime itself checks.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<StorageCheck>("tables", tags: ["ready"], timeout: TimeSpan.FromSeconds(5));
        return services;
    }
}
