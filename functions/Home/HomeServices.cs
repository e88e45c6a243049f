using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>Registers the 工作台.</summary>
public static class HomeServices
{
    /// <summary>Adds the reader of the 工作台 and the clock of a development host.</summary>
    public static IServiceCollection AddHome(this IServiceCollection services)
    {
        services.AddSingleton<WorkboardReader>();
        services.AddSingleton<LocalClock>();
        services.AddHttpClient(nameof(LocalClock));
        return services;
    }
}
