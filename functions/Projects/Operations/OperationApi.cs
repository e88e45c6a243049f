using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Operations;

/// <summary>API for 运维预算 (第三十二、三十三条), for programs and signed-in people. Example requests: <c>Operations.http</c>.</summary>
public sealed class OperationApi(OperationDesk desk, OperationBudgets budgets, SubjectAccess access, TimeProvider time)
{
    private const int PageSize = 100;
    private const int LongestKey = 100;

    /// <summary>Returns a page of a year's budgets: <c>year</c> (next year by default), <c>after</c>. A unit sees its own of all years.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListOperations")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operations")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (YearOf(request, time) is not { } year)
            return Problems.Unreadable("year 应为年份，例如 2027。");
        var (rows, next) = await PageAsync(budgets, request, year, PageSize, cancellationToken);
        return Results.Json(new { items = rows.Select(ViewOf), next });
    }

    /// <summary>Returns a budget with all recorded acts.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetOperation")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operations/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await budgets.FindAsync(id, cancellationToken) is { } budget && await access.MayReadAsync(Readers.Of(request), id, cancellationToken)
            ? Results.Json(new { budget = ViewOf(budget), acts = await budgets.ActsAsync(id, cancellationToken) })
            : Problems.NotFound("没有这项运维预算。");

    /// <summary>Takes an application: system, kind (First, Renewed), year, amount, from, until, source, need; as multipart also with a <c>file</c>.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ApplyForOperation")]
    public async Task<IResult> ApplyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operations")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (ActingUnits.Of(request) is not { } acting)
            return Problems.Unauthenticated("请提供单位密钥或者先登录。");
        var key = IdempotencyKey.Of(request, LongestKey);
        var sent = await SubmissionForm.ReadAsync(request, OperationKinds.Application, cancellationToken);
        return Answer(await desk.ApplyAsync(client, sent.Data, sent.Files, acting, key, cancellationToken), "运维预算申报未受理");
    }

    /// <summary>
    /// Corrects (<c>resubmit</c>), assesses (<c>assessment</c>, multipart with <c>file</c>), arranges (<c>arrangement</c>) or
    /// withdraws (<c>withdraw</c>).
    /// </summary>
    [OpenTo(Caller.Staff)]
    [Function("ActOnOperation")]
    public async Task<IResult> ActAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operations/{id}/{act}")] HttpRequest request,
        string id,
        string act,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (OperationActs.Of(act) is not { } form)
            return Problems.NotFound("没有这种事项，可以办理 resubmit、assessment、arrangement、withdraw。");
        if (ActingUnits.Of(request) is not { } acting)
            return Problems.Unauthenticated("请提供单位密钥或者先登录。");
        var sent = await SubmissionForm.ReadAsync(request, form, cancellationToken);
        return await desk.ActAsync(client, id, form, sent.Data, sent.Files, acting, cancellationToken) is { } outcome
            ? Answer(outcome, $"{form.Title}未受理")
            : Problems.NotFound("没有这项运维预算。");
    }

    /// <summary>Returns the requested year, by default the next one; null if the value is not a year.</summary>
    internal static int? YearOf(HttpRequest request, TimeProvider time)
    {
        string? text = request.Query["year"];
        if (string.IsNullOrEmpty(text))
            return time.GetChinaNow().Year + 1;
        return RequestInput.Year(text);
    }

    /// <summary>Returns a page of the budgets that a reader may see.</summary>
    internal static async Task<(IReadOnlyList<OperationBudgetRow> Budgets, string? Next)> PageAsync(
        OperationBudgets budgets, HttpRequest request, int year, int size, CancellationToken cancellationToken)
    {
        string? after = request.Query["after"];
        after = string.IsNullOrEmpty(after) ? null : after;
        if (ActingUnits.HeldTo(request) is { } unit)
            return await budgets.OfUnitAsync(unit, size, after, cancellationToken);
        var page = await budgets.OfYearAsync(year, size, after, cancellationToken);
        return ([.. page.Rows.Select(row => row.Value)], page.Continuation);
    }

    private static IResult Answer(ActOutcome<OperationBudgetRow> outcome, string title) => outcome.Result is { } budget
        ? Results.Json(ViewOf(budget), statusCode: outcome.Status)
        : Problems.Refused(title, outcome.Faults, outcome.Status);

    private static object ViewOf(OperationBudgetRow budget) => new
    {
        id = budget.Id,
        title = budget.Title,
        year = budget.Year,
        system = budget.System,
        unit = budget.Unit,
        unitName = budget.UnitName,
        state = budget.State,
        round = budget.Round,
        late = budget.Late,
        at = budget.At,
        application = budget.Application,
        proposed = budget.Proposed,
        arranged = budget.Arranged,
    };
}
