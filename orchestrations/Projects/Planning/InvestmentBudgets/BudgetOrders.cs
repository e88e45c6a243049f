using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>The cause of a budget request.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BudgetCause>))]
public enum BudgetCause
{
    /// <summary>The budgets of the next year are compiled (第二十九条第一款).</summary>
    Annual,

    /// <summary>The July adjustment changed the plan: 市财政局 adjusts the budget and arranges the money (第三十四条).</summary>
    MidYear,

    /// <summary>The unit or 市财政局 requests an adjustment, or a budget that no call requested.</summary>
    Asked,
}

/// <summary>A budget to arrange: the input of <see cref="InvestmentBudget"/>.</summary>
/// <param name="Project">the project</param>
/// <param name="Year">the year of the budget</param>
/// <param name="Number">the number of the budget for this project and year, starting at 1</param>
/// <param name="Cause">the cause</param>
/// <param name="Period">the time that the person asked has</param>
public sealed record BudgetOrder(ProjectRef Project, int Year, int Number, BudgetCause Cause, Period Period);

/// <summary>A requested budget. Table BudgetOrders: partition = project, row = year and number.</summary>
public sealed record BudgetOrderRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "BudgetOrders";

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>The year of the budget.</summary>
    public required int Year { get; init; }

    /// <summary>The number of the budget for this project and year, starting at 1.</summary>
    public required int Number { get; init; }

    /// <summary>The cause.</summary>
    public required BudgetCause Cause { get; init; }

    /// <summary>The key of what caused it; there is one order per key.</summary>
    public required string Key { get; init; }

    /// <summary>When it was requested, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When its orchestration ended, at +08:00; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Year, Number);

    /// <summary>The row key of an order.</summary>
    public static string RowKeyOf(int year, int number) => $"{year:D4}-{number:D4}";
}

/// <summary>Starts the budgets of projects; each start is safe to repeat.</summary>
public sealed class BudgetOrders(ITableStore tables, PlanTables plans, TimeProvider time)
{
    /// <summary>The key of the year's call.</summary>
    private const string AnnualKey = "annual";

    /// <summary>Returns the budgets requested for a project, ordered by year.</summary>
    public async Task<IReadOnlyList<BudgetOrderRow>> OfAsync(string project, CancellationToken cancellation = default) =>
        await tables.ListAsync<BudgetOrderRow>(project, cancellation);

    /// <summary>Requests the budget of a year again, or one that no call requested; returns the broken rules, none if it was requested.</summary>
    public async Task<IReadOnlyList<RuleFailure>> AskAsync(
        DurableTaskClient client, ProjectRow project, int year, string key, CancellationToken cancellation = default)
    {
        var at = time.GetChinaNow();
        var orders = (await OfAsync(project.Id, cancellation)).Where(order => order.Year == year).ToList();
        if (orders.All(order => order.Key != $"asked|{key}"))
        {
            var standing = PlanTableRules.StandingFor(await plans.EntriesAsync(project.Id, cancellation), year);
            var ledger = (await ProjectLedgers.FindAsync(tables, project.Id, cancellation))?.Value;
            if (BudgetOrderRules.All.Evaluate(new(year, at, project.Stage, standing, ledger, orders.Any(order => order.EndedAt is null))) is { Count: > 0 } failures)
                return failures;
        }

        await BeginAsync(client, project, year, BudgetCause.Asked, $"asked|{key}", at, cancellation);
        return [];
    }

    /// <summary>Requests a year's budgets for all projects that need one, see <see cref="InvestmentBudgetRules.IsWanted"/>; returns their number.</summary>
    internal async Task<int> CallAsync(DurableTaskClient client, int year, DateTimeOffset at, CancellationToken cancellation)
    {
        var projects = new HashSet<string>(StringComparer.Ordinal);
        for (var planYear = year - YearsOfAProject; planYear <= year; planYear++)
            projects.UnionWith(PlanTableRules.TableAt(await plans.VersionsAsync(planYear, cancellation)).Select(line => line.Project));
        var asked = 0;
        foreach (var project in projects)
        {
            if (await CallAsync(client, project, year, at, cancellation)) asked++;
        }

        return asked;
    }

    /// <summary>Requests the budget changes that follow from a decided plan for one of its projects.</summary>
    internal async Task FollowAsync(DurableTaskClient client, AnnualPlanRow plan, PlanChange change, DateTimeOffset at, CancellationToken cancellation)
    {
        if (!plan.MidYear)
        {
            if (InvestmentBudgetRules.AsksAtOnce(plan.Year, at)) await CallAsync(client, change.Line.Project, plan.Year, at, cancellation);
            return;
        }

        var budgeted = (await ProjectLedgers.FindAsync(tables, change.Line.Project, cancellation))?.Value.Budgets.Any(budget => budget.Year == plan.Year) == true;
        // A budget that was never arranged need not be withdrawn.
        if (change.Kind == PlanChangeKind.Dropped && !budgeted) return;
        if ((await tables.FindAsync<ProjectRow>(change.Line.Project, ProjectRow.OnlyRowKey, cancellation))?.Value is { } project)
            await BeginAsync(client, project, plan.Year, BudgetCause.MidYear, plan.Id, at, cancellation);
    }

    /// <summary>How many years back to look in the plans for a project still being carried out.</summary>
    internal const int YearsOfAProject = 5;

    private async Task<bool> CallAsync(DurableTaskClient client, string id, int year, DateTimeOffset at, CancellationToken cancellation)
    {
        if ((await tables.FindAsync<ProjectRow>(id, ProjectRow.OnlyRowKey, cancellation))?.Value is not { } project) return false;
        var ledger = (await ProjectLedgers.FindAsync(tables, id, cancellation))?.Value;
        var asked = (await OfAsync(id, cancellation)).Select(order => order.Year).ToHashSet();
        if (!InvestmentBudgetRules.IsWanted(project.Stage, await plans.EntriesAsync(id, cancellation), year, ledger, asked)) return false;
        await BeginAsync(client, project, year, BudgetCause.Annual, AnnualKey, at, cancellation);
        return true;
    }

    private async Task BeginAsync(
        DurableTaskClient client, ProjectRow project, int year, BudgetCause cause, string key, DateTimeOffset at, CancellationToken cancellation)
    {
        BudgetOrderRow? order;
        while (true)
        {
            var orders = (await OfAsync(project.Id, cancellation)).Where(row => row.Year == year).ToList();
            if ((order = orders.FirstOrDefault(row => row.Key == key)) is not null) break;
            order = new()
            {
                Project = project.Id,
                Year = year,
                Number = orders.Count == 0 ? 1 : orders[^1].Number + 1,
                Cause = cause,
                Key = key,
                At = at,
            };
            if (await tables.TryInsertAsync(order, cancellation)) break;
        }

        if (order.EndedAt is not null) return;
        await client.StartOnceAsync(
            nameof(InvestmentBudget),
            new BudgetOrder(
                new(project.Id, project.Name, project.Unit, project.UnitName, project.Application.TotalInvestment ?? 0m, project.Policy),
                year, order.Number, order.Cause, InvestmentBudgetRules.PeriodFor(order.Cause, year, project.Policy, ChinaTime.DayOf(order.At))),
            OrchestrationVersion.Start(InvestmentBudget.InstanceIdOf(project.Id, year, order.Number)), cancellation);
    }
}
