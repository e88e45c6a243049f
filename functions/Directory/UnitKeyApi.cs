using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Directory;

/// <summary>Gives units the keys by which they hand in and read by API.</summary>
public sealed class UnitKeyApi(DirectoryRecords records, IDirectory directory)
{
    /// <summary>
    /// Makes a key for a unit and answers it, this once: only its hash is kept. Keys given before stay valid.
    /// </summary>
    [OpenTo(Caller.Administrator)]
    [Function("IssueUnitKey")]
    public async Task<IResult> IssueAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/units/{unit}/keys")] HttpRequest request,
        string unit,
        CancellationToken cancellationToken)
    {
        if (await directory.FindUnitAsync(unit, cancellationToken) is not { } found)
            return Problems.NotFound($"通讯录中没有单位“{unit}”，请用单位编号、名称或简称。");
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            new { unit = found.Id, name = found.Name, key = await records.IssueKeyAsync(found.Id, cancellationToken) },
            statusCode: StatusCodes.Status201Created);
    }
}
