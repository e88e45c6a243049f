using System.Globalization;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.ProblemCases;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.ProblemCases;

/// <summary>Why a problem is withdrawn, as sent.</summary>
/// <param name="Reason">the reason</param>
public sealed record SentWithdrawal(string? Reason);

/// <summary>
/// API of problems (达市府办函〔2023〕53号 二（六）, 达市府办发〔2023〕16号), for programs and signed-in people. Reports raise them. Units answer and
/// confirm by link or by <c>POST /api/submissions/problem.{id}/Problem.answer</c> and <c>.../Problem.confirm</c>. Example requests:
/// <c>ProblemCases.http</c>.
/// </summary>
public sealed class ProblemApi(ProblemDesk desk)
{
    private const int PageSize = 100;
    private const string Example = """{"reason":"已经自行解决"}""";

    /// <summary>Returns a page of problems, newest first: <c>unit</c>, <c>state</c>, <c>source</c>, <c>next</c>.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListProblems")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/problems")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (filter, faults) = await ProblemQuery.ReadAsync(request.Query, desk.IdOfAsync, cancellationToken);
        if (faults.Count > 0) return Problems.Refused("请求无法读取", faults, StatusCodes.Status400BadRequest);
        if (ListQuery.PlaceOf(request.Query["next"]) is not { } from) return Problems.Unreadable("next 应为上一页返回的值。");
        var found = await desk.ListAsync(Readers.Of(request), filter, cancellationToken);
        var next = from + PageSize;
        return Results.Json(new
        {
            items = found.Skip(from).Take(PageSize).Select(Of),
            next = next < found.Count ? next.ToString(CultureInfo.InvariantCulture) : null,
        });
    }

    /// <summary>Returns a problem with what is asked for now and what happened.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetProblem")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/problems/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await desk.ReadAsync(id, Readers.Of(request), cancellationToken) is { } view
            ? Results.Json(new
            {
                problem = Of(view.Problem),
                instruction = view.Problem.State.Instruction,
                answer = view.Problem.State.Answer,
                reason = view.Problem.State.Reason,
                open = view.Asks.Select(ask => new { kind = ask.Act.Step, title = ask.Act.Kind.Title, round = ask.Act.Ask!.Round, who = ask.Who, due = ask.Act.Ask.Deadline?.Due }),
                history = view.History.Select(line => new { at = line.At, text = line.Sentence, words = line.Words }),
                documents = view.Documents.Select(document => new { document.Name, document.Version, document.FileName, href = $"{view.Path}/documents/{document.Name}/{document.Version}" }),
            })
            : NotFound();

    /// <summary>Assigns a problem to a unit; for its coordinating office. 409 if it is assigned already.</summary>
    [OpenTo(Caller.Staff)]
    [Function("AssignProblem")]
    public async Task<IResult> AssignAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/problems/{id}/assign")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, Readers.Of(request), cancellationToken) is not { } view) return NotFound();
        var sent = await SubmissionForm.ReadAsync(request, ProblemKinds.Assign, cancellationToken);
        var outcome = await desk.AssignAsync(client, request, id, sent, IdempotencyKey.Of(request), cancellationToken);
        return outcome.Result is { } assigned
            ? Results.Json(new { id, round = assigned.Round, at = assigned.At, href = $"/api/problems/{id}" }, statusCode: StatusCodes.Status202Accepted)
            : Problems.Refused($"{view.Problem.Title}没有交办", outcome.Faults, outcome.Status);
    }

    /// <summary>Withdraws a problem with a reason; for the unit that raised it.</summary>
    [OpenTo(Caller.Staff)]
    [Function("WithdrawProblem")]
    public async Task<IResult> WithdrawAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/problems/{id}/withdraw")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, Readers.Of(request), cancellationToken) is not { } view) return NotFound();
        var sent = await JsonBody.ReadAsync<SentWithdrawal>(request, RecordJson.Options, Example, cancellationToken);
        var outcome = await desk.WithdrawAsync(client, request, view.Problem, sent.Reason, cancellationToken);
        return outcome.Result is not null
            ? Results.Json(new { id, href = $"/api/problems/{id}" }, statusCode: StatusCodes.Status202Accepted)
            : Problems.Refused("问题没有撤回", outcome.Faults, outcome.Status);
    }

    private static object Of(ProblemRow problem) => new
    {
        id = problem.Id,
        title = problem.Title,
        source = problem.Origin.System,
        sourceTitle = problem.Origin.Title,
        kind = problem.Kind,
        text = problem.Text,
        raiser = problem.Raiser,
        raiserName = problem.RaiserName,
        office = problem.Office,
        at = problem.At,
        state = problem.State.Phase.Chinese(),
        round = problem.State.Round,
        unit = problem.State.Unit,
        unitName = problem.State.UnitName,
        until = problem.State.Until,
        endedAt = problem.State.EndedAt,
    };

    private static IResult NotFound() => Problems.NotFound("没有这个问题。");
}
