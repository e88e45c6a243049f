using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Staff;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Which projects a caller may read: signed-in staff all of them, a unit with its key its own.</summary>
public sealed class ProjectAccess(ProjectQueries queries, StaffCookie staff, IHostEnvironment environment)
{
    /// <summary>Whether the caller may read a project; what a unit may not read does not exist for it.</summary>
    public async Task<bool> MayReadAsync(HttpRequest request, string project, CancellationToken cancellationToken) =>
        request.HttpContext.Features.Get<UnitCaller>() is not { ActsForAll: false } caller
        || (await queries.FindRowAsync(project, cancellationToken) is { } row && caller.ActsFor(row.Unit));

    /// <summary>The unit to whose projects a caller is held; null when it reads all.</summary>
    public static string? UnitOf(HttpRequest request) =>
        request.HttpContext.Features.Get<UnitCaller>() is { ActsForAll: false } caller ? caller.Unit : null;

    /// <summary>
    /// Whether who sent a form may see the project's page as its answer: the unit by the key that was typed, staff by their
    /// session, and in Development anyone who typed no other unit's key.
    /// </summary>
    public async Task<bool> MaySeeAsync(HttpRequest request, UnitCaller? caller, string project, CancellationToken cancellationToken) =>
        (caller is null && environment.IsDevelopment())
        || (caller is not null && await queries.FindRowAsync(project, cancellationToken) is { } row && caller.ActsFor(row.Unit))
        || await staff.IdentifyAsync(request, cancellationToken) is not null;

    /// <summary>
    /// Whether the caller may read what suppliers quoted (第三十五条): the unit itself and 市数字经济局, which reviews the project, by
    /// their keys or by people of theirs who signed in; in Development also whoever opens the portal without either.
    /// </summary>
    public async Task<bool> MayReadQuotationsAsync(HttpRequest request, string project, CancellationToken cancellationToken)
    {
        if (await queries.FindRowAsync(project, cancellationToken) is not { } row)
            return false;
        var (person, caller) = (request.HttpContext.Features.Get<PersonRow>(), request.HttpContext.Features.Get<UnitCaller>());
        if (person is not null)
            return person.Unit == row.Unit || person.Unit == ProjectPosts.DigitalEconomyBureau;
        // The gatekeeper lets nobody pass without either outside Development.
        return caller is null || caller.ActsFor(row.Unit) || caller.ActsFor(ProjectPosts.DigitalEconomyBureau);
    }
}
