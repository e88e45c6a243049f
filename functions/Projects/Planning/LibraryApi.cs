using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Planning;

/// <summary>API for 信息化项目库 (第七条) and annual plans (第十条). Example requests: <c>Library.http</c>.</summary>
public sealed class LibraryApi(LibraryDesk desk, LibraryBook book, AnnualPlans plans, SubmissionDesk submissions, TimeProvider time)
{
    private const int PageSize = 100;
    private const int LongestKey = 100;

    /// <summary>Returns a page of a year's entries: <c>year</c> (next year's plan by default), <c>state</c>, <c>after</c>. A unit sees its own.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListLibrary")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/library")] HttpRequest request, CancellationToken cancellationToken)
    {
        string? yearText = request.Query["year"], stateText = request.Query["state"], after = request.Query["after"];
        var year = string.IsNullOrEmpty(yearText) ? AnnualCycleRules.PlanYear(time.GetChinaNow()) : RequestInput.Year(yearText);
        if (year is null)
            return Problems.Unreadable("year 应为年份，例如 2027。");
        LibraryState? state = null;
        if (!string.IsNullOrEmpty(stateText))
        {
            if (!Enum.TryParse<LibraryState>(stateText, ignoreCase: true, out var known) || !Enum.IsDefined(known))
                return Problems.Unreadable($"state 应为 {string.Join('、', Enum.GetNames<LibraryState>())} 之一。");
            state = known;
        }

        var page = await book.ReadAsync(
            year.Value, state, PageSize, string.IsNullOrEmpty(after) ? null : after, LibraryDesk.HeldTo(ProjectAccess.UnitOf(request)), cancellationToken);
        return Results.Json(new
        {
            year,
            items = page.Rows.Select(row => row.Value),
            next = page.Continuation,
        });
    }

    /// <summary>Takes an updated application for a project in the library, which goes through the first review again.</summary>
    [OpenTo(Caller.Unit)]
    [Function("UpdateLibraryEntry")]
    public async Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/library/{id}/update")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var application = await JsonBody.ReadAsync<ProjectApplication>(request, ProjectJson.Options, example: null, cancellationToken);
        return Answer(await desk.UpdateAsync(client, id, application, request.Query["comment"], UnitCaller.Of(request), cancellationToken), "更新未受理");
    }

    /// <summary>Withdraws a project from the library: <c>{ "comment": ... }</c>.</summary>
    [OpenTo(Caller.Unit)]
    [Function("WithdrawLibraryEntry")]
    public async Task<IResult> WithdrawAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/library/{id}/withdraw")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<CommentBody>(request, ProjectJson.Options, "{\"comment\":\"…\"}", cancellationToken);
        return Answer(await desk.WithdrawAsync(client, id, body.Comment, UnitCaller.Of(request), cancellationToken), "撤回未受理");
    }

    /// <summary>Confirms whether a carried-over project stays in the library: <c>{ "confirmed": true, "comment": ... }</c>.</summary>
    [OpenTo(Caller.Unit)]
    [Function("ConfirmLibraryEntry")]
    public async Task<IResult> ConfirmAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/library/{id}/carry-over")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var data = await JsonBody.ReadObjectAsync(request, "{\"confirmed\":true}", cancellationToken);
        var outcome = await submissions.SubmitAsync(
            client, new HandIn(id, "LibraryAdmission.carryOver", null, data, [], Key: null), UnitCaller.Of(request), person: null, cancellationToken);
        return outcome.Result is { } submission
            ? Results.Json(new { year = submission.Round, at = submission.At }, statusCode: StatusCodes.Status202Accepted)
            : Problems.Refused("结转确认未受理", outcome.Faults, outcome.Status);
    }

    /// <summary>
    /// Submits a batch of projects to the meetings, with the key of 市数字经济局: <c>{ "year": 2027, "projects": [...] }</c>,
    /// and <c>"investments": { id: amount }</c> for projects that need less than the total in the year.
    /// </summary>
    [OpenTo(Caller.Unit)]
    [Function("StartAnnualPlan")]
    public async Task<IResult> PlanAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/library/batches")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var key = IdempotencyKey.Of(request, LongestKey);
        const string Example = "{\"year\":2027,\"projects\":[\"…\"]}";
        var body = await JsonBody.ReadAsync<BatchBody>(request, ProjectJson.Options, Example, cancellationToken);
        if (body is not { Year: { } year, Projects: { } projects, Investments: var investments } || RequestInput.Year($"{year}") is null)
            return Problems.Unreadable($"请求体应为 JSON，例如 {Example}。");
        var (status, plan, faults) = await desk.PlanAsync(client, year, projects, key, UnitCaller.Of(request), cancellationToken, investments);
        return plan is null
            ? Problems.Refused("年度计划未受理", faults, status)
            : Results.Json(ViewOf(plan), statusCode: status);
    }

    /// <summary>Returns the batches of a year.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListAnnualPlans")]
    public async Task<IResult> PlansAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/library/batches")] HttpRequest request, CancellationToken cancellationToken) =>
        LibraryDesk.HeldTo(ProjectAccess.UnitOf(request)) is not null
            ? Problems.Forbidden("年度计划由市数字经济局查看。")
            : RequestInput.Year(request.Query["year"]) is { } year
                ? Results.Json(new { year, items = (await plans.OfYearAsync(year, cancellationToken)).Select(ViewOf) })
                : Problems.Unreadable("year 应为年份，例如 2027。");

    private static object ViewOf(AnnualPlanRow plan) => new { id = plan.Id, year = plan.Year, title = plan.Title, at = plan.At, projects = plan.Projects, agreed = plan.Agreed };

    private static IResult Answer(ActOutcome<LibraryActRow> outcome, string title) => outcome.Result is { } act
        ? Results.Json(new { act = act.Kind, passage = act.Passage, at = act.At, comment = act.Comment }, statusCode: outcome.Status)
        : Problems.Refused(title, outcome.Faults, outcome.Status);

    private sealed record CommentBody(string? Comment);

    private sealed record BatchBody(int? Year, IReadOnlyList<string>? Projects, IReadOnlyDictionary<string, decimal>? Investments);
}
