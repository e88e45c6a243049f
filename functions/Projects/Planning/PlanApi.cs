using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Planning;

/// <summary>API for 年度信息化项目计划表 (第十三条、第二十九条). Example requests: <c>Plans.http</c>.</summary>
public sealed class PlanApi(PlanDesk desk)
{
    private const int LongestKey = 100;

    /// <summary>Returns a year's table, or an earlier version given by <c>version</c>. A unit sees its own lines.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetPlan")]
    public async Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/plans/{year}")] HttpRequest request, string year, CancellationToken cancellationToken)
    {
        var number = RequestInput.YearOf(year);
        if (!PositiveNumber.TryRead(request.Query["version"], out var version))
            return Problems.Unreadable("version 应为正整数。");
        return await desk.ReadAsync(number, version, ProjectAccess.UnitOf(request), cancellationToken) is { } plan
            ? Results.Json(ViewOf(plan))
            : Problems.NotFound("计划表没有这个版本。");
    }

    /// <summary>
    /// Proposes the mid-year adjustment with the key of 市数字经济局: <c>{ "changes": [{ "kind": "added|changed|dropped",
    /// "project", "thisYear", "reason" }] }</c>; or states why there is none: <c>{ "reason" }</c>.
    /// </summary>
    [OpenTo(Caller.Unit)]
    [Function("ProposePlanAdjustment")]
    public async Task<IResult> ProposeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/plans/{year}/adjustments")] HttpRequest request,
        string year,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var number = RequestInput.YearOf(year);
        var key = IdempotencyKey.Of(request, LongestKey);
        const string Example = "{\"changes\":[{\"kind\":\"changed\",\"project\":\"…\",\"thisYear\":90,\"reason\":\"…\"}]}";
        var body = await JsonBody.ReadAsync<AdjustmentBody>(request, ProjectJson.Options, Example, cancellationToken);
        if (body.Changes?.Any(change => change is null) == true)
            return Problems.Unreadable($"请求体应为 JSON，例如 {Example}。");
        var outcome = await desk.ProposeAsync(client, number, body.Changes ?? [], body.Reason, key, UnitCaller.Of(request), cancellationToken);
        return outcome.Result is { } receipt
            ? Results.Json(
                new { year = number, id = receipt.Plan?.Id, title = receipt.Plan?.Title ?? receipt.Version!.Title, projects = receipt.Plan?.Projects },
                statusCode: outcome.Status)
            : Problems.Refused("中期调整建议未受理", outcome.Faults, outcome.Status);
    }

    /// <summary>Requests a project's budget of the year outside the yearly call, with the unit's key: <c>{ "project" }</c>.</summary>
    [OpenTo(Caller.Unit)]
    [Function("AskForBudget")]
    public async Task<IResult> AskAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/plans/{year}/budgets")] HttpRequest request,
        string year,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var number = RequestInput.YearOf(year);
        var key = IdempotencyKey.Of(request, LongestKey);
        const string Example = "{\"project\":\"…\"}";
        var body = await JsonBody.ReadAsync<BudgetBody>(request, ProjectJson.Options, Example, cancellationToken);
        if (body.Project is not { Length: > 0 } project)
            return Problems.Unreadable($"请求体应为 JSON，例如 {Example}。");
        var (status, faults) = await desk.AskAsync(client, project, number, key ?? Guid.NewGuid().ToString("N"), UnitCaller.Of(request), cancellationToken);
        return faults.Count == 0
            ? Results.Json(new { year = number, project }, statusCode: status)
            : Problems.Refused("年度投资预算未受理", faults, status);
    }

    private static object ViewOf(PlanView plan) => new
    {
        year = plan.Year,
        version = plan.Version,
        versions = plan.Versions.Select(version => new
        {
            version = version.Version,
            title = version.Title,
            article = version.Article,
            at = version.At,
            meetings = version.Meetings,
            changes = version.Changes.Select(change => new
            {
                kind = change.Kind.ToString(),
                project = change.Line.Project,
                thisYear = change.Line.ThisYear,
                reason = change.Reason,
            }),
        }),
        lines = plan.Lines.Select(line => new
        {
            project = line.Line.Project,
            name = line.Line.Name,
            unit = line.Line.Unit,
            unitName = line.Line.UnitName,
            totalInvestment = line.Line.TotalInvestment,
            thisYear = line.Line.ThisYear,
            funding = line.Line.Funding?.ToString(),
            channels = line.Line.Channels,
            mode = line.Line.Mode?.ToString(),
            origin = line.Line.Origin.ToString(),
            budget = BudgetOf(line.Budget),
        }),
    };

    /// <summary>Returns a budget as JSON.</summary>
    internal static object? BudgetOf(LedgerBudget? budget) => budget is null
        ? null
        : new
        {
            year = budget.Year,
            amount = budget.Amount,
            source = budget.Source.ToString(),
            earlyFunds = budget.EarlyFunds,
            provisional = budget.Provisional,
            atHand = budget.AtHand,
            on = budget.On,
        };

    private sealed record AdjustmentBody(IReadOnlyList<PlanProposal>? Changes, string? Reason);

    private sealed record BudgetBody(string? Project);
}
