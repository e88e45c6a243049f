using System.Text.Json.Nodes;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>
/// Submissions for programs, with the key of the unit or of the supervising office. For a project, <c>GET /api/projects/{id}</c> lists in
/// <c>open</c> what can be submitted. Sample requests: <c>Submissions.http</c>.
/// </summary>
public sealed class SubmissionApi(SubmissionDesk desk, SubmissionSources sources)
{
    /// <summary>Submits for a project: as JSON, or as multipart with the fields (or <c>data</c> as JSON) and the files as <c>file</c>.</summary>
    [OpenTo(Caller.Unit)]
    [Function("HandInForProject")]
    public Task<IResult> SubmitForProjectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/projects/{id}/submissions/{kind}")] HttpRequest request,
        string id,
        string kind,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => SubmitAsync(request, id, kind, client, cancellationToken);

    /// <summary>Submits for a subject of any system, otherwise like <see cref="SubmitForProjectAsync"/>.</summary>
    [OpenTo(Caller.Unit)]
    [Function("HandIn")]
    public async Task<IResult> SubmitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/submissions/{id}/{kind}")] HttpRequest request,
        string id,
        string kind,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var key = IdempotencyKey.Of(request);
        if (!PositiveNumber.TryRead(request.Query["round"], out var round))
            return Problems.Unreadable("round 应为正整数。");
        if (sources.FindKind(id, kind) is not { } known)
            return Problems.NotFound("没有这种提交事项。项目现在可以提交的事项见其 open。");

        var sent = await SubmissionForm.ReadAsync(request, known, cancellationToken);
        var handIn = new HandIn(id, kind, round, sent.Data, sent.Files, key);
        var outcome = await desk.SubmitAsync(client, handIn, UnitCaller.Of(request), person: null, cancellationToken);
        return outcome.Result is { } submission
            ? Results.Json(
                new
                {
                    kind = submission.Step,
                    round = submission.Round,
                    at = submission.At,
                    data = JsonNode.Parse(submission.Data),
                    documents = submission.Documents.Select(document => new { document.Name, document.Version, document.FileName, document.Sha256 }),
                },
                statusCode: StatusCodes.Status202Accepted)
            : Problems.Refused($"{known.Title}未受理", outcome.Faults, outcome.Status);
    }
}
