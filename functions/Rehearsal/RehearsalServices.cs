using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Works;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Rehearsal;

/// <summary>Registers the page of rehearsals.</summary>
public static class RehearsalServices
{
    /// <summary>Adds the page of rehearsals, its long work and its navigation entry.</summary>
    public static IServiceCollection AddRehearsals(this IServiceCollection services) =>
        services.AddWork<RehearsalWork>().AddNavigation("预演", "/rehearsal", "预演");
}
