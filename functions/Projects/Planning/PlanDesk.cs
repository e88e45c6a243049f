using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Planning;

/// <summary>A plan table for pages and API.</summary>
/// <param name="Year">The year.</param>
/// <param name="Version">The version shown; 0 if there is none yet.</param>
/// <param name="Versions">All versions, oldest first.</param>
/// <param name="Lines">The lines that the reader may see.</param>
public sealed record PlanView(int Year, int Version, IReadOnlyList<PlanVersionRow> Versions, IReadOnlyList<PlanLineView> Lines);

/// <summary>A line with its arranged budget.</summary>
/// <param name="Line">The line.</param>
/// <param name="Budget">The current budget of the year; null if none is arranged.</param>
public sealed record PlanLineView(PlanLine Line, LedgerBudget? Budget);

/// <summary>Reads plan tables, proposes adjustments and requests budgets for API and pages.</summary>
public sealed class PlanDesk(PlanTables plans, PlanAdjustments adjustments, BudgetOrders budgets, ProjectQueries queries, ITableStore tables)
{
    private const int ReadAtOnce = 16;

    /// <summary>The departments that compile the plan see all of it (第十三条); other units only their own lines.</summary>
    private static readonly IReadOnlyList<string?> Keepers =
        [null, ProjectPosts.DigitalEconomyBureau, ProjectPosts.DevelopmentAndReform.Unit, ProjectPosts.Treasury.Unit];

    /// <summary>Whether a reader sees the whole plan; <paramref name="unit"/> is the unit the reader is restricted to, null for none.</summary>
    internal static bool Keeps(string? unit) => Keepers.Contains(unit);

    /// <summary>Returns a version of a year's table, by default the last one; null if there is no such version.</summary>
    public async Task<PlanView?> ReadAsync(int year, int? version, string? unit, CancellationToken cancellationToken)
    {
        var versions = await plans.VersionsAsync(year, cancellationToken);
        if (version is not null && versions.All(row => row.Version != version))
            return null;
        var lines = new List<PlanLineView>();
        foreach (var some in PlanTableRules.TableAt(versions, version).Where(line => Keepers.Contains(unit) || line.Unit == unit).Chunk(ReadAtOnce))
            lines.AddRange(await Task.WhenAll(some.Select(line => ViewOfAsync(line, year, cancellationToken))));
        return new(year, version ?? (versions.Count == 0 ? 0 : versions[^1].Version), Keepers.Contains(unit) ? versions : [], lines);
    }

    private async Task<PlanLineView> ViewOfAsync(PlanLine line, int year, CancellationToken cancellationToken)
    {
        var ledger = (await tables.FindAsync<ProjectLedgerRow>(line.Project, ProjectLedgerRow.OnlyRowKey, cancellationToken))?.Value;
        return new(line, ledger?.Budgets.FirstOrDefault(budget => budget.Year == year));
    }

    /// <summary>Proposes the mid-year adjustment; only for 市数字经济局.</summary>
    public async Task<ActOutcome<AdjustmentReceipt>> ProposeAsync(
        DurableTaskClient client, int year, IReadOnlyList<PlanProposal> changes, string? reason, string? key, UnitCaller caller, CancellationToken cancellationToken)
    {
        if (!caller.ActsFor(ProjectPosts.DigitalEconomyBureau))
            return ActOutcome<AdjustmentReceipt>.Refused(StatusCodes.Status403Forbidden, "中期调整建议由市数字经济局提出，单位密钥与之不一致。", PlanAdjustmentRules.Article, "unitKey");
        var receipt = await adjustments.ProposeAsync(client, year, changes, reason, key, cancellationToken);
        return receipt.Failures.Count == 0
            ? new(StatusCodes.Status202Accepted, receipt, [])
            : ActOutcome<AdjustmentReceipt>.Refused(
                receipt.Failures.Any(failure => failure.Rule == AdjustmentReceipt.NotNow) ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity,
                receipt.Failures);
    }

    /// <summary>Requests a project's budget of a year outside the call; for its unit, 市财政局 and 市数字经济局.</summary>
    public async Task<(int Status, IReadOnlyList<Fault> Faults)> AskAsync(
        DurableTaskClient client, string project, int year, string key, UnitCaller caller, CancellationToken cancellationToken)
    {
        if (await queries.FindRowAsync(project, cancellationToken) is not { } row)
            return (StatusCodes.Status404NotFound, [new Fault("project", "没有这个项目。")]);
        if (!caller.ActsFor(row.Unit) && !caller.ActsFor(ProjectPosts.Treasury.Unit) && !caller.ActsFor(ProjectPosts.DigitalEconomyBureau))
            return (StatusCodes.Status403Forbidden, [new Fault("unitKey", "年度投资预算由项目建设单位申报，单位密钥与之不一致。", "第二十九条")]);
        var failures = await budgets.AskAsync(client, row, year, key, cancellationToken);
        return failures.Count == 0
            ? (StatusCodes.Status202Accepted, [])
            : (failures.Any(failure => failure.Rule == BudgetOrderRules.Running) ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity, Faults.Of(failures));
    }

    /// <summary>Returns the projects in the library that a proposal can add now.</summary>
    public Task<IReadOnlyList<LibraryEntryRow>> AddableAsync(int year, CancellationToken cancellationToken) => adjustments.AddableAsync(year, cancellationToken);
}
