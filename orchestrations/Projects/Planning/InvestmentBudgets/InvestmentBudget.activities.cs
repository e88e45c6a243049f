using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of investment budgets.</summary>
public sealed class InvestmentBudgetActivities(ITableStore tables, Wakes wakes, BudgetOrders orders, PlanTables plans)
{
    /// <summary>Returns whether the budget review is done and until when to wait for it; clears the note for the sweep.</summary>
    [Function(nameof(ReadBudgetState))]
    public async Task<BudgetReading> ReadBudgetState([ActivityTrigger] BudgetQuestion question, CancellationToken cancellation = default)
    {
        var until = InvestmentBudgetRules.AdjustableUntil(question.Year);
        var ledger = (await ProjectLedgers.FindAsync(tables, question.Project, cancellation))!.Value;
        var project = (await tables.FindAsync<ProjectRow>(question.Project, ProjectRow.OnlyRowKey, cancellation))!.Value;
        // Another budget of the year has replaced it, or the project has ended.
        var over = ledger.Budgets.All(budget => budget.Year != question.Year || budget.Waits != question.InstanceId)
            || ledger.EndedAt is not null
            || Stages.IsFinal(project.Stage);
        if (!over && ledger.ControlPrice is null) return new(question.At >= until ? BudgetState.Over : BudgetState.Waiting, until);
        await wakes.TakenAsync(question.InstanceId, InvestmentBudget.ReviewedEvent, question.Project, cancellation);
        return new(over ? BudgetState.Over : BudgetState.Reviewed, until);
    }

    /// <summary>Records that a budget is no longer being arranged.</summary>
    [Function(nameof(EndBudgetOrder))]
    public async Task EndBudgetOrder([ActivityTrigger] BudgetOrderEnd end, CancellationToken cancellation = default)
    {
        while (await tables.FindAsync<BudgetOrderRow>(end.Project, BudgetOrderRow.RowKeyOf(end.Year, end.Number), cancellation) is { Value.EndedAt: null } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { EndedAt = end.At }, cancellation)) return;
        }
    }

    /// <summary>Requests the budgets of a year; returns their number.</summary>
    [Function(nameof(CallForBudgets))]
    public Task<int> CallForBudgets([ActivityTrigger] CycleStep call, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default) =>
        orders.CallAsync(client, call.Year + 1, call.At, cancellation);

    /// <summary>Returns the result of the call, from which 市财政局 compiles the whole budget.</summary>
    [Function(nameof(SumUpBudgets))]
    public async Task<BudgetSum> SumUpBudgets([ActivityTrigger] CycleStep call, CancellationToken cancellation = default)
    {
        var (asked, arranged, amount) = (0, 0, 0m);
        var projects = new HashSet<string>(StringComparer.Ordinal);
        for (var year = call.Year + 1 - BudgetOrders.YearsOfAProject; year <= call.Year + 1; year++)
            projects.UnionWith((await plans.VersionsAsync(year, cancellation)).SelectMany(version => version.Changes).Select(change => change.Line.Project));
        foreach (var project in projects)
        {
            if ((await orders.OfAsync(project, cancellation)).All(order => order.Year != call.Year + 1)) continue;
            asked++;
            if ((await ProjectLedgers.FindAsync(tables, project, cancellation))?.Value.Budgets.FirstOrDefault(budget => budget.Year == call.Year + 1) is not { } budget) continue;
            arranged++;
            amount += budget.Amount;
        }

        return new(asked, arranged, amount);
    }
}

/// <summary>The state of the wait for a budget review.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BudgetState>))]
public enum BudgetState
{
    /// <summary>The review is not done yet.</summary>
    Waiting,

    /// <summary>The review is done.</summary>
    Reviewed,

    /// <summary>There is nothing left to adjust.</summary>
    Over,
}

/// <summary>The input of <see cref="InvestmentBudgetActivities.ReadBudgetState"/>.</summary>
public sealed record BudgetQuestion(string Project, int Year, string InstanceId, DateTimeOffset At);

/// <summary>The state of the wait, and when it ends at the latest.</summary>
public sealed record BudgetReading(BudgetState State, DateTimeOffset Until);

/// <summary>The input of <see cref="InvestmentBudgetActivities.EndBudgetOrder"/>.</summary>
public sealed record BudgetOrderEnd(string Project, int Year, int Number, DateTimeOffset At);

/// <summary>The result of a year's call: the number of requested and of arranged budgets, and their sum in 万元.</summary>
public sealed record BudgetSum(int Asked, int Arranged, decimal Amount);
