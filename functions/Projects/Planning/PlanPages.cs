using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Planning;

/// <summary>Pages of 年度信息化项目计划表, with the form for the mid-year adjustment.</summary>
public sealed class PlanPages(PlanDesk desk, BatchReader batches, ProjectScreen screen, UnitKeys keys, TimeProvider time)
{
    private const int LongestKey = 100;

    /// <summary>Redirects to this year's plan.</summary>
    [OpenTo(Caller.Staff)]
    [Function("PlansPage")]
    public IResult Index([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "plans")] HttpRequest request) =>
        new SeeOther($"/plans/{time.GetChinaNow().Year}");

    /// <summary>Shows a year's table, or an earlier version given by <c>version</c>.</summary>
    [OpenTo(Caller.Staff)]
    [Function("PlanPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "plans/{year}")] HttpRequest request, string year, CancellationToken cancellationToken) =>
        RequestInput.Year(year) is { } number && PositiveNumber.TryRead(request.Query["version"], out var version)
            ? await PageAsync(number, version, ProjectAccess.UnitOf(request), StatusCodes.Status200OK, notice: null, [], typed: null, cancellationToken)
            : Pages.Message(StatusCodes.Status404NotFound, "没有这个年度", "请从项目库页面打开年度计划。");

    /// <summary>Proposes the mid-year adjustment with the key of 市数字经济局.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("PlanAdjustmentForm")]
    public async Task<IResult> ProposeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plans/{year}/adjustments")] HttpRequest request,
        string year,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var number = RequestInput.YearOf(year);
        var form = await request.FormAsync(cancellationToken);
        var caller = await keys.HolderAsync(request, form, cancellationToken);
        var outcome = await desk.ProposeAsync(
            client, number, ChangesOf(form), form["reason"], IdempotencyKey.Of(form, LongestKey), caller, cancellationToken);
        var notice = outcome.Result switch
        {
            null => null,
            { Plan: { } plan } => $"{plan.Title}建议已提出，由市发展改革委、市财政局会同后报请市委财经委员会审议。",
            _ => $"已记录：{number}年度信息化项目计划不作中期调整。",
        };
        return await PageAsync(
            number, version: null, caller.ActsForAll ? null : caller.Unit, notice is null ? outcome.Status : StatusCodes.Status200OK, notice, outcome.Faults,
            notice is null ? form : null, cancellationToken);
    }

    /// <summary>Requests a project's budget from its page, with the unit's key.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("BudgetForm")]
    public async Task<IResult> AskAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "projects/{id}/budgets")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var caller = await keys.HolderAsync(request, form, cancellationToken);
        // A caller without the right learns nothing else; an invalid year is refused by the rules.
        var year = RequestInput.Year(form["year"]) ?? 0;
        var key = IdempotencyKey.Of(form, LongestKey) ?? Guid.NewGuid().ToString("N");
        var (status, faults) = await desk.AskAsync(client, id, year, key, caller, cancellationToken);
        return faults.Count == 0
            ? await screen.AnswerAsync(request, caller, id, StatusCodes.Status200OK, $"已受理，{year}年度投资预算的申报表稍后在本页和邮件中。", [], cancellationToken)
            : await screen.AnswerAsync(request, caller, id, status, notice: null, faults, cancellationToken);
    }

    /// <summary>Returns the changes in a form: one for each project with a choice.</summary>
    internal static IReadOnlyList<PlanProposal> ChangesOf(IFormCollection form) =>
    [
        .. form.Keys.Where(name => name.StartsWith("kind.", StringComparison.Ordinal))
            .Select(name => (Project: name["kind.".Length..], Kind: form[name].ToString()))
            .Where(chosen => chosen.Kind.Length > 0)
            .Select(chosen => new PlanProposal(
                Enum.TryParse<PlanChangeKind>(chosen.Kind, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null,
                chosen.Project,
                form[$"thisYear.{chosen.Project}"].ToString() is not { Length: > 0 } amount || kind == PlanChangeKind.Dropped ? null
                    : RequestInput.Amount(amount),
                form[$"reason.{chosen.Project}"])),
    ];

    private async Task<IResult> PageAsync(
        int year, int? version, string? unit, int status, string? notice, IReadOnlyList<Fault> faults, IFormCollection? typed, CancellationToken cancellationToken)
    {
        if (await desk.ReadAsync(year, version, unit, cancellationToken) is not { } plan)
            return Pages.Message(StatusCodes.Status404NotFound, "没有这个版本", "请从年度计划页面选择版本。");
        var may = version is null && PlanAdjustmentRules.WhyNot(year, time.GetChinaNow(), undecided: false) is null;
        return Pages.Show(new PlanPage
        {
            Plan = plan,
            Batches = await batches.OfYearAsync(year, unit, cancellationToken),
            Adjustable = may,
            Addable = may ? await desk.AddableAsync(year, cancellationToken) : [],
            Typed = typed,
            FormKey = Guid.NewGuid().ToString("N"),
            Notice = notice,
            Faults = faults,
        }, status);
    }
}
