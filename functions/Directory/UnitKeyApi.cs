using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Directory;

/// <summary>Issues, lists and withdraws the API keys of units.</summary>
public sealed class UnitKeyApi(UnitKeyBook book, IDirectory directory, IAuditTrail audit, TimeProvider time)
{
    /// <summary>Creates a key for a unit and returns it, this once: only its hash is stored. Earlier keys stay valid.</summary>
    [OpenTo(Caller.Administrator)]
    [Function("IssueUnitKey")]
    public async Task<IResult> IssueAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/units/{unit}/keys")] HttpRequest request,
        string unit,
        CancellationToken cancellationToken)
    {
        if (await directory.FindUnitAsync(unit, cancellationToken) is not { } found)
            return NoUnit(unit);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var (key, row) = await book.IssueAsync(found.Id, cancellationToken);
        await RecordAsync("发放单位密钥", found, row.Id, cancellationToken);
        return Results.Json(new { unit = found.Id, name = found.Name, id = row.Id, key }, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Lists the valid keys of a unit, with the times of creation and the days of last use (Chinese time), but not the keys themselves.</summary>
    [OpenTo(Caller.Administrator)]
    [Function("ListUnitKeys")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "api/units/{unit}/keys")] HttpRequest request,
        string unit,
        CancellationToken cancellationToken) =>
        await directory.FindUnitAsync(unit, cancellationToken) is { } found
            ? Results.Json(new
            {
                unit = found.Id,
                name = found.Name,
                keys = (await book.OfAsync(found.Id, cancellationToken)).Select(key => new { id = key.Id, createdAt = key.CreatedAt, lastUsed = key.LastUsed }),
            })
            : NoUnit(unit);

    /// <summary>Withdraws a key at once: 204, or 404 if the unit has no key with this id.</summary>
    [OpenTo(Caller.Administrator)]
    [Function("WithdrawUnitKey")]
    public async Task<IResult> WithdrawAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "delete", Route = "api/units/{unit}/keys/{id}")] HttpRequest request,
        string unit,
        string id,
        CancellationToken cancellationToken)
    {
        if (await directory.FindUnitAsync(unit, cancellationToken) is not { } found)
            return NoUnit(unit);
        if (!await book.WithdrawAsync(found.Id, id, cancellationToken))
            return Problems.NotFound($"{found.Name}没有编号为“{id}”的有效密钥。");
        await RecordAsync("撤销单位密钥", found, id, cancellationToken);
        return Results.NoContent();
    }

    private Task RecordAsync(string action, UnitRow unit, string id, CancellationToken cancellationToken)
    {
        var now = time.GetChinaNow();
        return audit.AppendAsync(
            new AuditEntry
            {
                Subject = DirectoryTransfer.Subject,
                Key = $"key|{unit.Id}|{id}|{action}",
                At = now,
                Actor = DirectoryApi.Administrator,
                Action = action,
                Detail = $"{unit.Name}，密钥编号{id}",
            },
            cancellationToken);
    }

    private static IResult NoUnit(string unit) => Problems.NotFound($"通讯录中没有单位“{unit}”，请用单位编号、名称或简称。");
}
