using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects.Supervision;

/// <summary>全过程留痕 of a project, for staff and the project's unit to check.</summary>
public sealed class AuditApi(ProjectAccess access, IAuditTrail audit)
{
    /// <summary>Verifies the hash chain; returns whether it is intact, and the entries with their hashes for an independent check.</summary>
    [OpenTo(Caller.Staff)]
    [Function("AuditProject")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/projects/{id}/audit")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!await access.MayReadAsync(request, id, cancellationToken))
            return Problems.NotFound("没有这个项目。");
        var trail = new List<AuditRow>();
        await foreach (var row in audit.ReadAsync(id, cancellationToken))
            trail.Add(row);
        if (trail.Count == 0)
            return Problems.NotFound("没有这个项目。");
        var check = await audit.VerifyAsync(id, cancellationToken);
        return Results.Json(new
        {
            intact = check.Intact,
            entries = check.Entries,
            firstBroken = check.FirstBroken,
            reason = check.Reason,
            trail = trail.Select(row => new { row.Sequence, row.Entry, row.PreviousHash, row.Hash }),
        });
    }
}
