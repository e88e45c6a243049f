using System.Text.Json.Serialization;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>How stages settle things in a project's ledger; each may be repeated.</summary>
public sealed class LedgerActivities(ITableStore tables, IAuditTrail audit, WorkCalendarSource calendars, Wakes wakes, SettlementDocuments documents)
{
    /// <summary>The ledger as it stands, with what the rules make of it.</summary>
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

    /// <summary>Settles something, with its entry in the trail; answers the ledger after it.</summary>
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

        // 第二十一条: what was built is catalogued by itself.
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

    /// <summary>The budget review is done: budgets that were arranged before it are to be adjusted (第二十九条第二款).</summary>
    private async Task ReviewedAsync(DurableTaskClient client, ProjectLedgerRow ledger, CancellationToken cancellation)
    {
        foreach (var waiting in ledger.Budgets.Select(budget => budget.Waits).OfType<string>())
        {
            await wakes.NoteAsync(waiting, InvestmentBudget.ReviewedEvent, ledger.Project, cancellation);
            await wakes.RaiseAsync(client, waiting, InvestmentBudget.ReviewedEvent, cancellation);
        }
    }
}

/// <summary>What a stage reads of a project.</summary>
/// <param name="Ledger">what is settled</param>
/// <param name="Procurement">how it is procured (第三十九条至第四十一条)</param>
/// <param name="Surplus">结余 as of now, 万元 (第三十一条)</param>
public sealed record LedgerReading(ProjectLedgerRow Ledger, ProcurementRoute Procurement, decimal Surplus);

/// <summary>The input of <see cref="LedgerActivities.SettleLedger"/>.</summary>
/// <param name="Project">the project</param>
/// <param name="Key">names the settlement in the trail; repeated under one key it is noted once</param>
/// <param name="Stage">the stage</param>
/// <param name="Article">the article it rests on</param>
/// <param name="Text">what is settled, in Chinese</param>
/// <param name="At">when</param>
/// <param name="Change">what changes</param>
public sealed record Settlement(string Project, string Key, string Stage, string Article, string Text, DateTimeOffset At, LedgerChange Change);

/// <summary>What a change may look at.</summary>
public sealed record LedgerCase(ProjectLedgerRow Ledger, ProjectRow Project, WorkCalendar Calendar);

/// <summary>Something that is settled. Applying it twice is the same as once.</summary>
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
    /// <summary>The ledger after it.</summary>
    public abstract ProjectLedgerRow Apply(LedgerCase on);
}
