using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects.Corrections;

/// <summary>The changes that a unit made to a returned application (补正), with the old values.</summary>
public sealed class CorrectionApi(CorrectionService corrections, ProjectAccess access)
{
    /// <summary>Returns each correction with its fields, old values and new values.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListCorrections")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/projects/{id}/corrections")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await access.MayReadAsync(request, id, cancellationToken)
            ? Results.Json(new
            {
                items = (await corrections.AppliedAsync(id, cancellationToken)).Select(correction => new
                {
                    at = correction.AppliedAt,
                    by = correction.By,
                    hash = correction.Hash,
                    changes = CorrectionRules.Changes(correction.Before, correction.After).Select(change => new
                    {
                        field = change.Field,
                        label = LabelOf(change.Field),
                        before = change.Before,
                        after = change.After,
                    }),
                }),
            })
            : Problems.NotFound("没有这个项目。");

    /// <summary>Returns the form's label of a field; for an item of a list, that of the list.</summary>
    internal static string LabelOf(string field) =>
        ApplicationFields.All.FirstOrDefault(known => field == known.Path || field.StartsWith(known.Path + "[", StringComparison.Ordinal))?.Label ?? field;
}
