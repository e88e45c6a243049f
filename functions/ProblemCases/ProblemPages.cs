using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.ProblemCases;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.ProblemCases;

/// <summary>Pages of problems: the list with its filters, and each problem with its forms.</summary>
public sealed class ProblemPages(ProblemDesk desk, IDocumentStore documents, TimeProvider time)
{
    private const int PageSize = 25;

    /// <summary>Shows the problems that the reader may see: <c>unit</c>, <c>state</c>, <c>source</c>, <c>from</c>.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ProblemsPage")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "problems")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (filter, faults) = await ProblemQuery.ReadAsync(request.Query, desk.IdOfAsync, cancellationToken);
        var all = await desk.ListAsync(Readers.Of(request), new(), cancellationToken);
        var found = all.Where(filter.Matches).ToList();
        var from = ListQuery.PlaceOf(request.Query["from"]) ?? 0;
        return Pages.Show(
            new ProblemsPage
            {
                All = all,
                Filter = filter,
                Shown = [.. found.Skip(from).Take(PageSize)],
                Total = found.Count,
                From = from,
                PageSize = PageSize,
                Today = time.GetChinaToday(),
                Faults = faults,
            },
            faults.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    /// <summary>Shows a problem.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ProblemPage")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "problems/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        ShowAsync(request, id, new(), StatusCodes.Status200OK, cancellationToken);

    /// <summary>Assigns a problem from its page; faults come back beside their fields.</summary>
    [OpenTo(Caller.Staff)]
    [Function("AssignProblemForm")]
    public async Task<IResult> AssignAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "problems/{id}/assign")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, Readers.Of(request), cancellationToken) is null) return NotFound();
        var form = await request.FormAsync(cancellationToken);
        var outcome = await desk.AssignAsync(client, request, id, new(SubmissionForm.Read(ProblemKinds.Assign, form), []), key: null, cancellationToken);
        return outcome.Result is not null
            ? new SeeOther($"{ProblemSubject.PathOf(id)}?done=assign")
            : await ShowAsync(request, id, new("assign", SubmissionForm.Typed(ProblemKinds.Assign, form), outcome.Faults), outcome.Status, cancellationToken);
    }

    /// <summary>Withdraws a problem from its page.</summary>
    [OpenTo(Caller.Staff)]
    [Function("WithdrawProblemForm")]
    public async Task<IResult> WithdrawAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "problems/{id}/withdraw")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, Readers.Of(request), cancellationToken) is not { } view) return NotFound();
        var form = await request.FormAsync(cancellationToken);
        var outcome = await desk.WithdrawAsync(client, request, view.Problem, form["reason"], cancellationToken);
        return outcome.Result is not null
            ? new SeeOther($"{view.Path}?done=withdraw")
            : await ShowAsync(request, id, new("withdraw", SubmissionForm.Typed(ProblemPage.Withdrawal, form), outcome.Faults), outcome.Status, cancellationToken);
    }

    /// <summary>Returns a file of a problem.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ProblemDocument")]
    public async Task<IResult> DocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "problems/{id}/documents/{name}/{version:int}")] HttpRequest request,
        string id,
        string name,
        int version,
        CancellationToken cancellationToken) =>
        await desk.DocumentAsync(id, Readers.Of(request), name, version, cancellationToken) is { } document
            ? await Downloads.SendAsync(documents, document, cancellationToken)
            : Problems.NotFound("没有这个文件。");

    private async Task<IResult> ShowAsync(HttpRequest request, string id, RefusedProblemForm refused, int status, CancellationToken cancellationToken)
    {
        if (await desk.ReadAsync(id, Readers.Of(request), cancellationToken) is not { } view) return NotFound();
        // What the notice says is read from the record, so that an address alone claims nothing.
        var notice = request.Query["done"].ToString() switch
        {
            "assign" when view.ToAssign is null && view.Problem.State.Phase is ProblemPhase.Raised or ProblemPhase.Assigned => "已经交办，链接会发送到办理单位的邮箱。",
            "withdraw" when view.Problem.State.Phase == ProblemPhase.Withdrawn => "已经撤回，不再要求任何单位办理。",
            _ => null,
        };
        return Pages.Show(
            new ProblemPage
            {
                View = view,
                Assignment = view.ToAssign is null ? null : await desk.FormAsync(id, cancellationToken),
                Begun = view.ToAssign is null ? null : await desk.BegunAsync(id, cancellationToken),
                Refused = refused,
                Notice = notice,
            },
            status);
    }

    private static IResult NotFound() => Pages.Message(StatusCodes.Status404NotFound, "没有这个问题", "请从问题协调列表打开。");
}

/// <summary>A form that was refused.</summary>
/// <param name="Form">Which; null for none.</param>
/// <param name="Typed">What was typed.</param>
/// <param name="Faults">Why it was refused.</param>
public sealed record RefusedProblemForm(string? Form = null, IReadOnlyDictionary<string, string>? Typed = null, IReadOnlyList<Fault>? Faults = null);
