using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of the construction stage.</summary>
public sealed class BuildingActivities(ITableStore tables, IAuditTrail audit, DeadlineBook book, DecisionService decisions, Wakes wakes)
{
    /// <summary>
    /// Reserves the amount of a supplement if it keeps within a tenth of the contract together with all others; returns
    /// the broken rules and the approval steps. Concurrent supplements are admitted one after the other.
    /// </summary>
    [Function(nameof(AdmitSupplement))]
    public async Task<SupplementAdmission> AdmitSupplement([ActivityTrigger] ActInput input, CancellationToken cancellation = default)
    {
        var (project, act) = (input.Project, input.Act);
        var request = act.Read<SupplementRequest>();
        IReadOnlyList<RuleFailure> failures = [];
        await ProjectLedgers.ChangeAsync(
            tables,
            project.Id,
            ledger =>
            {
                failures = [];
                if (ledger.Supplements.Any(supplement => supplement.Number == act.Round)) return ledger;
                var others = ledger.SupplementsWhere(LedgerSupplementState.Asked, LedgerSupplementState.Agreed);
                failures = SupplementRules.All.Evaluate(new(request, ledger.Contract?.Amount ?? 0m, others, ledger.Estimate ?? 0m, project.Policy));
                return failures.Count > 0
                    ? ledger
                    : ledger with { Supplements = [.. ledger.Supplements, new(act.Round, request.Amount!.Value, LedgerSupplementState.Asked)] };
            },
            cancellation);
        return new(failures, SupplementRules.StepsFor(request.Amount ?? 0m, project.Unit, act.Round, project.Policy));
    }

    /// <summary>Marks the work as behind schedule; returns the instance ids of the watches to wake.</summary>
    [Function(nameof(NoteBehindPlan))]
    public Task<IReadOnlyList<string>> NoteBehindPlan([ActivityTrigger] SubjectAct note, CancellationToken cancellation = default) =>
        book.SetBehindPlanAsync(note.Subject, note.Step!.Value, behind: true, note.Act, cancellation);

    /// <summary>
    /// Ends a project: writes the record first, then notifies everything that waits. Steps that would open later read
    /// the record and do not open. With no reason the project has simply finished, and only what still waits beside it
    /// is notified.
    /// </summary>
    [Function(nameof(EndProject))]
    public async Task EndProject([ActivityTrigger] ProjectEnd end, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        if (end.Reason is { } reason)
        {
            var ledger = await ProjectLedgers.ChangeAsync(
                tables, end.Project, row => row.EndedAt is null ? row with { EndedAt = end.At, EndReason = reason, Lapsed = end.Lapsed, Building = false } : row, cancellation);
            await audit.AppendAsync(
                new AuditEntry
                {
                    Subject = end.Project,
                    Key = "ended",
                    At = ledger.EndedAt!.Value,
                    Actor = AuditEntry.System,
                    Action = $"项目{(ledger.Lapsed ? "失效" : "终止")}：{ledger.EndReason}",
                    Article = end.Article,
                    Stage = end.Stage,
                },
                cancellation);
        }

        await Asks.CancelAsync(tables, wakes, client, end.Project, ask => ask.End is null, end.At, cancellation);
        await foreach (var row in tables.ReadPartitionAsync<ApprovalStepRow>(end.Project, cancellation: cancellation))
        {
            // A returned step waits for the applicant, who no longer has anything to correct.
            if (row.Value.Outcome is null || ApplicantRules.MayCorrect(row.Value))
                await decisions.WithdrawAsync(client, end.Project, new(row.Value.Step.Key, row.Value.Round), AuditEntry.System, "项目已终止", cancellation);
        }

        var life = ProjectLifecycle.InstanceIdOf(end.Project);
        await EndPlanAsync(client, end, life, cancellation);
        // The publicity waits only for its last day; once woken, it reads the end from the record.
        if (end.Reason is not null) await wakes.RaiseAsync(client, Publicity.InstanceIdOf(life), Publicity.CorrectedEvent, cancellation);
        await EndBudgetsAsync(client, end.Project, cancellation);
        foreach (var stage in (string[])[Stages.TrialRun, Stages.PostEvaluation, Stages.AnnualMonitoring, ProjectSupervision.Name])
        {
            // They wait only for this note; a lost event would otherwise keep the project from ending.
            var waiting = $"{life}:{stage}:1";
            await wakes.NoteAsync(waiting, SubmissionEvents.Over, AuditEntry.System, cancellation);
            await wakes.RaiseAsync(client, waiting, SubmissionEvents.Over, cancellation);
        }
    }

    /// <summary>Wakes the budgets that wait for the budget review; they read the end from the record.</summary>
    private async Task EndBudgetsAsync(DurableTaskClient client, string project, CancellationToken cancellation)
    {
        foreach (var waiting in (await ProjectLedgers.FindAsync(tables, project, cancellation))?.Value.Budgets.Select(budget => budget.Waits).OfType<string>() ?? [])
            await wakes.RaiseAsync(client, waiting, InvestmentBudget.ReviewedEvent, cancellation);
    }

    /// <summary>Tells the technical plan stage that the project ended; it has no open request that could be cancelled.</summary>
    private async Task EndPlanAsync(DurableTaskClient client, ProjectEnd end, string life, CancellationToken cancellation)
    {
        if (end.Reason is null
            || await tables.FindAsync<ProjectRow>(end.Project, ProjectRow.OnlyRowKey, cancellation) is not { Value: { Stage: Stages.TechnicalPlan } project })
            return;
        var waiting = TechnicalPlan.InstanceIdOf(life, project.Round);
        await wakes.NoteAsync(waiting, SubmissionEvents.Over, end.Project, cancellation);
        await wakes.RaiseAsync(client, waiting, SubmissionEvents.Over, cancellation);
    }
}

/// <summary>Whether a supplement was admitted.</summary>
/// <param name="Failures">the broken rules; empty if it was admitted</param>
/// <param name="Steps">the approval steps</param>
public sealed record SupplementAdmission(IReadOnlyList<RuleFailure> Failures, IReadOnlyList<ApprovalStep> Steps);

/// <summary>The input of <see cref="BuildingActivities.EndProject"/>.</summary>
/// <param name="Project">the project id</param>
/// <param name="At">when it ended, at +08:00</param>
/// <param name="Stage">the stage in which this was decided</param>
/// <param name="Article">the article of the decision</param>
/// <param name="Reason">the reason for a termination; null if the project has simply finished</param>
public sealed record ProjectEnd(string Project, DateTimeOffset At, string Stage, string Article, string? Reason)
{
    /// <summary>Whether the project lapsed because its technical plan was overdue (第三十六条).</summary>
    public bool Lapsed { get; init; }
}
