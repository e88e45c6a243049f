using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.TechnicalPlan;

/// <summary>更正功能清单 by API and by the form on the project's page. Requests to try it with: <c>Consultation.http</c>.</summary>
public sealed class FunctionListFunctions(FunctionListDesk desk, ProjectQueries queries, ProjectAccess access, ProjectScreen screen, UnitKeys keys)
{
    /// <summary>Corrects: <c>reason</c> and the whole list as <c>functions</c>; the seven days begin anew.</summary>
    [OpenTo(Caller.Unit)]
    [Function("CorrectFunctionList")]
    public async Task<IResult> CorrectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/projects/{id}/function-list")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var key = IdempotencyKey.Of(request);
        var correction = await JsonBody.ReadAsync<FunctionListCorrection>(
            request, ProjectJson.Options, "{\"reason\":\"更正理由\",\"functions\":[完整的功能清单]}", cancellationToken);
        var caller = UnitCaller.Of(request);
        var outcome = await desk.CorrectAsync(client, id, correction, caller, key, cancellationToken);
        return outcome.Publicity is { } publicity
            ? Results.Json(
                new { version = publicity.Version, from = publicity.From, until = publicity.Until, functions = publicity.Functions },
                statusCode: outcome.Status)
            : Problems.Refused("更正未受理", outcome.Faults, outcome.Status);
    }

    /// <summary>Every version of the list: when it was published, and when and why it was replaced.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetFunctionList")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/projects/{id}/function-list")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!await access.MayReadAsync(request, id, cancellationToken) || await queries.FindPublicityAsync(id, cancellationToken) is not { } publicity)
            return Problems.NotFound("没有这个项目，或者功能清单还没有公示。");
        var lists = await queries.FunctionListsOfAsync(id, cancellationToken);
        return Results.Json(new
        {
            version = publicity.Version,
            from = publicity.From,
            until = publicity.Until,
            endedAt = publicity.EndedAt,
            functions = publicity.Functions,
            versions = lists.Select((list, i) => new
            {
                version = list.Version,
                publishedAt = list.PublishedAt,
                replacedAt = i + 1 < lists.Count ? lists[i + 1].PublishedAt : (DateTimeOffset?)null,
                reason = list.Reason,
                functions = list.Functions,
            }),
        });
    }

    /// <summary>The same, from the project's page.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("FunctionListForm")]
    public async Task<IResult> CorrectFormAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "projects/{id}/function-list")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var typed = new Dictionary<string, string>(StringComparer.Ordinal) { ["functions"] = form["functions"].ToString(), ["reason"] = form["reason"].ToString() };
        var refused = new RefusedForm(FunctionListCard.FormId, typed);
        if (await keys.FindHolderAsync(request, form, cancellationToken) is not { } caller)
            return await screen.KeyUnknownAsync(request, id, refused, cancellationToken);

        var list = FunctionTable.Read(typed["functions"]);
        if (list.Faults.Count > 0)
        {
            return await screen.AnswerAsync(
                request, caller, id, StatusCodes.Status422UnprocessableEntity, notice: null, FunctionListDesk.FaultsOf(list.Faults), cancellationToken, refused);
        }

        var key = IdempotencyKey.Of(form, IdempotencyKey.Longest);
        var outcome = await desk.CorrectAsync(client, id, new([.. list.Rows.Select(FunctionTable.ItemOf)], typed["reason"]), caller, key, cancellationToken);
        return outcome.Publicity is { } publicity
            ? await screen.AnswerAsync(
                request, caller, id, StatusCodes.Status200OK, $"功能清单已更正为第{publicity.Version}版，重新公示至{OfficeText.Due(publicity.Until)}。", [], cancellationToken)
            : await screen.AnswerAsync(request, caller, id, outcome.Status, notice: null, outcome.Faults, cancellationToken, refused);
    }
}
