using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Which projects a caller may read: signed-in staff all of them, a unit with its key its own.</summary>
public sealed class ProjectAccess(ProjectQueries queries, IDirectory directory)
{
    /// <summary>Whether the caller may read a project; what a unit may not read does not exist for it.</summary>
    public async Task<bool> MayReadAsync(HttpRequest request, string project, CancellationToken cancellationToken) =>
        request.HttpContext.Features.Get<UnitCaller>() is not { ActsForAll: false } caller
        || (await queries.FindRowAsync(project, cancellationToken) is { } row && caller.ActsFor(row.Unit));

    /// <summary>Those of a list that the caller may read.</summary>
    public async Task<IReadOnlyList<ProjectByStageRow>> ReadableAsync(
        HttpRequest request, IReadOnlyList<ProjectByStageRow> projects, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<UnitCaller>() is not { ActsForAll: false } caller)
            return projects;
        var unit = await directory.FindUnitAsync(caller.Unit, cancellationToken);
        return [.. projects.Where(project => project.UnitName == unit?.Name)];
    }
}
