using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Projects.Planning;

/// <summary>A project's place in the plans, and its money, as its page and the API show them; amounts in 万元.</summary>
/// <param name="Entries">Its lines in the plans of the years.</param>
/// <param name="Budgets">What the years' budgets arrange.</param>
/// <param name="Payments">What was paid.</param>
public sealed record ProjectMoney(IReadOnlyList<PlanEntryRow> Entries, IReadOnlyList<LedgerBudget> Budgets, IReadOnlyList<LedgerPayment> Payments);

/// <summary>Reads it.</summary>
public sealed class ProjectMoneyReader(PlanTables plans, ITableStore tables)
{
    /// <summary>The money of a project; null while it stands in no plan and has no budget.</summary>
    public async Task<ProjectMoney?> ReadAsync(string project, CancellationToken cancellationToken)
    {
        var entries = await plans.EntriesAsync(project, cancellationToken);
        var ledger = (await tables.FindAsync<ProjectLedgerRow>(project, ProjectLedgerRow.OnlyRowKey, cancellationToken))?.Value;
        return entries.Count == 0 && ledger is not { Budgets.Count: > 0 } ? null : new(entries, ledger?.Budgets ?? [], ledger?.Payments ?? []);
    }
}
