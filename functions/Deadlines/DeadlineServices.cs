using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>Registers what the API of deadlines needs.</summary>
public static class DeadlineServices
{
    /// <summary>The keys of calendar feeds.</summary>
    public static IServiceCollection AddDeadlineApi(this IServiceCollection services) => services.AddSingleton<FeedKeys>();
}
