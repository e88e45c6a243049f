using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Projects.Planning;

/// <summary>A project's place in plans and its money, for page and API; amounts in 万元.</summary>
/// <param name="Entries">Its lines in annual plans.</param>
/// <param name="Budgets">Its arranged yearly budgets.</param>
/// <param name="Payments">Its payments.</param>
public sealed record ProjectMoney(IReadOnlyList<PlanEntryRow> Entries, IReadOnlyList<LedgerBudget> Budgets, IReadOnlyList<LedgerPayment> Payments);

/// <summary>Reads a project's place in plans and its money.</summary>
public sealed class ProjectMoneyReader(PlanTables plans, ITableStore tables)
{
    /// <summary>Returns the money of a project; null if it is in no plan and has no budget.</summary>
    public async Task<ProjectMoney?> ReadAsync(string project, CancellationToken cancellationToken)
    {
        var entries = await plans.EntriesAsync(project, cancellationToken);
        var ledger = (await tables.FindAsync<ProjectLedgerRow>(project, ProjectLedgerRow.OnlyRowKey, cancellationToken))?.Value;
        return entries.Count == 0 && ledger is not { Budgets.Count: > 0 } ? null : new(entries, ledger?.Budgets ?? [], ledger?.Payments ?? []);
    }
}
