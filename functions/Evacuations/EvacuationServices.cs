using Dazhou.Serverless.Functions.Common;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Evacuations;

/// <summary>Registers the pages and API of evacuations.</summary>
public static class EvacuationServices
{
    /// <summary>Adds the desk of registers and the navigation entry.</summary>
    public static IServiceCollection AddEvacuationPages(this IServiceCollection services) => services
        .AddSingleton<RegisterDesk>()
        .AddNavigation("避险转移", "/evacuations", "登记簿");
}
