using System.Text.Json.Serialization;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities by which stages read and change a project's ledger; each is safe to repeat.</summary>
public sealed class LedgerActivities(ITableStore tables, IAuditTrail audit, WorkCalendarSource calendars, Wakes wakes, SettlementDocuments documents)
{
    /// <summary>Returns the project's ledger with what the rules derive from it.</summary>
    [Function(nameof(ReadLedger))]
    public async Task<LedgerReading> ReadLedger([ActivityTrigger] string project, CancellationToken cancellation = default)
    {
        var ledger = await ProjectLedgers.ChangeAsync(tables, project, row => row, cancellation);
        var row = (await tables.FindAsync<ProjectRow>(project, ProjectRow.OnlyRowKey, cancellation))!.Value;
        return new(
            ledger,
            ProcurementRules.RouteOf(row.Application.ApplicantKind, ledger.ControlPrice ?? 0m, row.Policy),
            PaymentRules.Surplus(ledger.ForPayment()));
    }

    /// <summary>Applies a change to the ledger and records it in the audit trail; returns the changed ledger.</summary>
    [Function(nameof(SettleLedger))]
    public async Task<ProjectLedgerRow> SettleLedger(
        [ActivityTrigger] Settlement settlement, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var project = (await tables.FindAsync<ProjectRow>(settlement.Project, ProjectRow.OnlyRowKey, cancellation))!.Value;
        var calendar = await calendars.GetAsync(cancellation);
        var ledger = await ProjectLedgers.ChangeAsync(
            tables, settlement.Project, row => settlement.Change.Apply(new(row, project, calendar)), cancellation);
        if (settlement.Change is EvaluationConcluded { Result: var result })
        {
            await tables.UpsertAsync(
                new UnitEvaluationRow
                {
                    Unit = project.Unit,
                    Project = project.Id,
                    Name = project.Name,
                    Result = result,
                    On = ChinaTime.DayOf(settlement.At),
                },
                cancellation);
        }

        // 第二十一条: a built system enters the catalogue automatically.
        if (settlement.Change is AcceptancePassed { Report: var report })
            await SystemCatalogue.EnterAsync(tables, audit, project, report, settlement.At, cancellation);

        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = settlement.Project,
                Key = $"settled|{settlement.Key}",
                At = settlement.At,
                Actor = AuditEntry.System,
                Action = settlement.Text,
                Article = settlement.Article,
                Stage = settlement.Stage,
            },
            cancellation);
        await documents.IssueAsync(settlement, project, ledger, cancellation);
        if (settlement.Change is ControlPriceSettled) await ReviewedAsync(client, ledger, cancellation);
        return ledger;
    }

    /// <summary>After the budget review, wakes the budgets arranged before it, which are then adjusted (第二十九条第二款).</summary>
    private async Task ReviewedAsync(DurableTaskClient client, ProjectLedgerRow ledger, CancellationToken cancellation)
    {
        foreach (var waiting in ledger.Budgets.Select(budget => budget.Waits).OfType<string>())
        {
            await wakes.NoteAsync(waiting, InvestmentBudget.ReviewedEvent, ledger.Project, cancellation);
            await wakes.RaiseAsync(client, waiting, InvestmentBudget.ReviewedEvent, cancellation);
        }
    }
}

/// <summary>What a stage reads about a project.</summary>
/// <param name="Ledger">the ledger</param>
/// <param name="Procurement">how it is procured (第三十九条至第四十一条)</param>
/// <param name="Surplus">the current 结余, 万元 (第三十一条)</param>
public sealed record LedgerReading(ProjectLedgerRow Ledger, ProcurementRoute Procurement, decimal Surplus);

/// <summary>The input of <see cref="LedgerActivities.SettleLedger"/>.</summary>
/// <param name="Project">the project id</param>
/// <param name="Key">the key of the entry in the audit trail; the same key is recorded once</param>
/// <param name="Stage">the stage</param>
/// <param name="Article">the article that applies</param>
/// <param name="Text">the text of the entry, in Chinese</param>
/// <param name="At">when, at +08:00</param>
/// <param name="Change">the change</param>
public sealed record Settlement(string Project, string Key, string Stage, string Article, string Text, DateTimeOffset At, LedgerChange Change);

/// <summary>The facts that a change can use.</summary>
public sealed record LedgerCase(ProjectLedgerRow Ledger, ProjectRow Project, WorkCalendar Calendar);

/// <summary>A change of the ledger. Applying it twice has the same effect as once.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "change")]
[JsonDerivedType(typeof(EstimateSettled), nameof(EstimateSettled))]
[JsonDerivedType(typeof(ControlPriceSettled), nameof(ControlPriceSettled))]
[JsonDerivedType(typeof(PlanFiled), nameof(PlanFiled))]
[JsonDerivedType(typeof(ContractSettled), nameof(ContractSettled))]
[JsonDerivedType(typeof(BuildingSet), nameof(BuildingSet))]
[JsonDerivedType(typeof(PauseSet), nameof(PauseSet))]
[JsonDerivedType(typeof(TerminationAsked), nameof(TerminationAsked))]
[JsonDerivedType(typeof(SupplementSettled), nameof(SupplementSettled))]
[JsonDerivedType(typeof(TotalAdjusted), nameof(TotalAdjusted))]
[JsonDerivedType(typeof(PaymentBlocked), nameof(PaymentBlocked))]
[JsonDerivedType(typeof(BuildingCompleted), nameof(BuildingCompleted))]
[JsonDerivedType(typeof(TrialRunStarted), nameof(TrialRunStarted))]
[JsonDerivedType(typeof(LetterIssued), nameof(LetterIssued))]
[JsonDerivedType(typeof(AcceptancePassed), nameof(AcceptancePassed))]
[JsonDerivedType(typeof(PaymentSettled), nameof(PaymentSettled))]
[JsonDerivedType(typeof(SurplusReturned), nameof(SurplusReturned))]
[JsonDerivedType(typeof(EvaluationConcluded), nameof(EvaluationConcluded))]
[JsonDerivedType(typeof(RectificationSet), nameof(RectificationSet))]
[JsonDerivedType(typeof(Sanctioned), nameof(Sanctioned))]
[JsonDerivedType(typeof(BudgetArranged), nameof(BudgetArranged))]
[JsonDerivedType(typeof(BudgetWaitOver), nameof(BudgetWaitOver))]
public abstract record LedgerChange
{
    /// <summary>Returns the changed ledger.</summary>
    public abstract ProjectLedgerRow Apply(LedgerCase on);
}
