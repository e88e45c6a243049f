using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Which projects a caller may read: signed-in staff all of them, a unit with its key its own.</summary>
public sealed class ProjectAccess(ProjectQueries queries)
{
    /// <summary>Whether the caller may read a project; what a unit may not read does not exist for it.</summary>
    public async Task<bool> MayReadAsync(HttpRequest request, string project, CancellationToken cancellationToken) =>
        request.HttpContext.Features.Get<UnitCaller>() is not { ActsForAll: false } caller
        || (await queries.FindRowAsync(project, cancellationToken) is { } row && caller.ActsFor(row.Unit));

    /// <summary>The unit to whose projects a caller is held; null when it reads all.</summary>
    public static string? UnitOf(HttpRequest request) =>
        request.HttpContext.Features.Get<UnitCaller>() is { ActsForAll: false } caller ? caller.Unit : null;
}
