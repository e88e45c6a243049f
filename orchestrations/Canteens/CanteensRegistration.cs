using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Canteens;

/// <summary>Registers the services of school canteens.</summary>
public static class CanteensRegistration
{
    /// <summary>Adds registers, entries and recalls. Requires records, directory and mail.</summary>
    public static IServiceCollection AddCanteens(this IServiceCollection services)
    {
        services.TryAddSingleton<Outbox>();
        return services
            .AddSingleton<CanteenBook>()
            .AddSingleton<MovementBook>()
            .AddSingleton<Traces>()
            .AddSingleton<Recalls>()
            .AddSweep<Recalls>();
    }
}
