using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Staff;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Which projects a caller may read: as <see cref="SubjectAccess"/> has it for every subject.</summary>
public sealed class ProjectAccess(ProjectQueries queries, SubjectAccess subjects, StaffCookie staff, IHostEnvironment environment)
{
    /// <summary>Whether the caller may read a project, or another subject of the kind's system; what it may not read does not exist for it.</summary>
    public Task<bool> MayReadAsync(HttpRequest request, string project, CancellationToken cancellationToken) =>
        subjects.MayReadAsync(Readers.Of(request), project, cancellationToken);

    /// <summary>The unit whose projects alone a caller finds in lists; null when it reads all.</summary>
    public static string? UnitOf(HttpRequest request) => SubjectAccess.HeldTo(Readers.Of(request), ProjectSubjects.ReadingAll);

    /// <summary>
    /// Whether who sent a form may see the project's page as its answer: by the key that was typed or by the session as when it is
    /// read, and in Development anyone who typed no other unit's key.
    /// </summary>
    public async Task<bool> MaySeeAsync(HttpRequest request, UnitCaller? caller, string project, CancellationToken cancellationToken) =>
        (caller is null && environment.IsDevelopment())
        || (caller is not null && await subjects.MayReadAsync(caller.ActsForAll ? SubjectReader.OfEverything : new(caller.Unit), project, cancellationToken))
        || (await staff.IdentifyAsync(request, cancellationToken) is { } person && await subjects.MayReadAsync(Readers.Of(person), project, cancellationToken));

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
