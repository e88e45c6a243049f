using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Planning;

/// <summary>Pages of 信息化项目库: the list of a year, with the acts of units and 市数字经济局.</summary>
public sealed class LibraryPages(
    LibraryDesk desk, LibraryBook book, AnnualPlans plans, ProjectQueries queries, ProjectAccess access, UnitKeys keys, TimeProvider time)
{
    private const int PageSize = 100;

    /// <summary>Shows the entries of a year, of one state or of all.</summary>
    [OpenTo(Caller.Staff)]
    [Function("LibraryPage")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "library")] HttpRequest request, CancellationToken cancellationToken) =>
        ShowAsync(request, StatusCodes.Status200OK, notice: null, [], ProjectAccess.UnitOf(request), cancellationToken);

    /// <summary>Shows the form to change the application of an entry.</summary>
    [OpenTo(Caller.Staff)]
    [Function("UpdateLibraryPage")]
    public async Task<IResult> EditAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "library/{id}/update")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await access.MayReadAsync(request, id, cancellationToken) && await queries.FindRowAsync(id, cancellationToken) is { } project
            ? Form(project, StatusCodes.Status200OK, ApplicationForm.ValuesOf(project.Application), comment: null, [])
            : Problems.NotFound("没有这个项目。");

    /// <summary>Takes the changed application with the unit's key; it goes through the first review again.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("UpdateLibraryForm")]
    public async Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "library/{id}/update")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var caller = await keys.HolderAsync(request, form, cancellationToken);
        // Only those who may read the project may see the form.
        if (await queries.FindRowAsync(id, cancellationToken) is not { } project || !caller.ActsFor(project.Unit))
            return Problems.Forbidden("单位密钥与项目建设单位不一致。");
        if (ApplicationForm.Unreadable(form) is { Count: > 0 } unreadable)
            return Form(project, StatusCodes.Status422UnprocessableEntity, ApplicationForm.TypedIn(form), form["comment"], unreadable);
        var application = await ApplicationForm.ReviseAsync(form, project.Application, cancellationToken);
        var outcome = await desk.UpdateAsync(client, id, application, form["comment"], caller, cancellationToken);
        return outcome.Result is null
            ? Form(project, outcome.Status, ApplicationForm.TypedIn(form), form["comment"], outcome.Faults)
            : await ShowAsync(
                request, StatusCodes.Status200OK, $"“{application.Name}”已更新，重新进入初审。", [], caller.ActsForAll ? null : caller.Unit, cancellationToken);
    }

    /// <summary>Withdraws a project with the unit's key.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("WithdrawLibraryForm")]
    public async Task<IResult> WithdrawAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "library/withdraw")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var caller = await keys.HolderAsync(request, form, cancellationToken);
        var outcome = await desk.WithdrawAsync(client, form["project"].ToString(), form["comment"], caller, cancellationToken);
        return await ShowAsync(
            request, outcome.Result is null ? outcome.Status : StatusCodes.Status200OK, outcome.Result is null ? null : "已从信息化项目库撤回。", outcome.Faults,
            caller.ActsForAll ? null : caller.Unit, cancellationToken);
    }

    /// <summary>Submits a batch to the meetings with the key of 市数字经济局.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("AnnualPlanForm")]
    public async Task<IResult> PlanAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "library/batches")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var caller = await keys.HolderAsync(request, form, cancellationToken);
        if (RequestInput.Year(form["year"]) is not { } year)
            return Problems.Unreadable("year 应为年份，例如 2027。");
        var (status, plan, faults) = await desk.PlanAsync(
            client, year, [.. form["projects"].OfType<string>()], IdempotencyKey.Of(form, longest: 100), caller, cancellationToken, InvestmentsOf(form));
        return await ShowAsync(
            request, plan is null ? status : StatusCodes.Status200OK, plan is null ? null : $"{plan.Title}已报请市委财经委员会审议。", faults,
            caller.ActsForAll ? null : caller.Unit, cancellationToken);
    }

    private static IResult Form(ProjectRow project, int status, IReadOnlyDictionary<string, string> values, string? comment, IReadOnlyList<Fault> faults) =>
        Pages.Show(new EditApplicationPage
        {
            Heading = "更新项目库中的申报",
            Lead = $"{project.Name}：进入市委市政府审批以前可以更新，更新后重新经过初审（第七条）。",
            Action = $"/library/{project.Id}/update",
            Submit = "提交更新",
            Back = $"/projects/{project.Id}",
            Current = "/library",
            Values = values,
            Comment = comment,
            Faults = faults,
        }, status);

    /// <summary>Returns the 年度投资 entered, by project.</summary>
    private static Dictionary<string, decimal> InvestmentsOf(IFormCollection form) =>
        form.Keys.Where(name => name.StartsWith("investments.", StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(form[name]))
            .ToDictionary(
                name => name["investments.".Length..],
                name => RequestInput.Amount(form[name]),
                StringComparer.Ordinal);

    private async Task<IResult> ShowAsync(
        HttpRequest request, int status, string? notice, IReadOnlyList<Fault> faults, string? unit, CancellationToken cancellationToken)
    {
        var year = RequestInput.Year(request.HasFormContentType ? (await request.ReadFormAsync(cancellationToken))["year"] : request.Query["year"])
            ?? AnnualCycleRules.PlanYear(time.GetChinaNow());
        LibraryState? state = Enum.TryParse<LibraryState>(request.Query["state"], out var known) && Enum.IsDefined(known) ? known : null;
        string? after = request.Query["after"];
        var page = await book.ReadAsync(year, state, PageSize, string.IsNullOrEmpty(after) ? null : after, LibraryDesk.HeldTo(unit), cancellationToken);
        return Pages.Show(new LibraryPage
        {
            Year = year,
            State = state,
            Entries = page.Rows.Select(row => row.Value).ToList(),
            Next = page.Continuation,
            Plans = LibraryDesk.HeldTo(unit) is null ? await plans.OfYearAsync(year, cancellationToken) : [],
            FormKey = Guid.NewGuid().ToString("N"),
            Notice = notice,
            Faults = faults,
        }, status);
    }
}
