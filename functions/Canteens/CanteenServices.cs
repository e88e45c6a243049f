using Dazhou.Serverless.Functions.Common;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Canteens;

/// <summary>Registers the pages and API of school canteens.</summary>
public static class CanteenServices
{
    /// <summary>Adds the desk of canteens and the navigation entry.</summary>
    public static IServiceCollection AddCanteenPages(this IServiceCollection services) => services
        .AddSingleton<CanteenDesk>()
        .AddNavigation("学校食堂", "/canteens", "食材溯源");
}
