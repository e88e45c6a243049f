using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>Where annual plans begin, and what stands in them.</summary>
public sealed class AnnualPlans(ITableStore tables, PolicyBook policies, TimeProvider time)
{
    /// <summary>
    /// Hands a batch of projects to the meetings, or answers why not, project by project. With a key a repetition goes on where
    /// the first call stopped.
    /// </summary>
    public async Task<PlanReceipt> StartAsync(
        DurableTaskClient client, int year, IReadOnlyList<string> projects, string? key, CancellationToken cancellation = default)
    {
        var plan = key is null ? null : await FindByKeyAsync(year, key, cancellation);
        if (plan is null)
        {
            var (chosen, failures) = await ChooseAsync(projects, cancellation);
            if (failures.Count > 0) return new(null, failures);
            plan = await NumberAsync(year, chosen, key, cancellation);
        }

        var id = AnnualPlan.InstanceIdOf(plan.Id);
        if (await client.GetInstanceAsync(id, cancellation) is null)
        {
            var policy = await policies.FindAsync(PolicyBook.Municipal, ChinaTime.DayOf(plan.At), cancellation);
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(AnnualPlan), new AnnualPlanInput(plan, policy), new StartOrchestrationOptions(InstanceId: id), cancellation);
        }

        return new(plan, []);
    }

    /// <summary>The plans of a year.</summary>
    public async Task<IReadOnlyList<AnnualPlanRow>> OfYearAsync(int year, CancellationToken cancellation = default) =>
        await tables.ListAsync<AnnualPlanRow>($"{year:D4}", cancellation);

    /// <summary>A plan by its id; null if there is none.</summary>
    public async Task<AnnualPlanRow?> FindAsync(string id, CancellationToken cancellation = default) =>
        AnnualPlanRow.KeysOf(id) is { } keys ? (await tables.FindAsync<AnnualPlanRow>(keys.Partition, keys.Row, cancellation))?.Value : null;

    /// <summary>How many plans a project stood in, and the one that is being decided.</summary>
    internal async Task<(int Count, PlanMemberRow? Open)> MembersAsync(string project, CancellationToken cancellation)
    {
        var (count, open) = (0, (PlanMemberRow?)null);
        await foreach (var row in tables.ReadPartitionAsync<PlanMemberRow>(project, cancellation: cancellation))
        {
            count = row.Value.Number;
            if (row.Value.Conclusion is null) open = row.Value;
        }

        return (count, open);
    }

    /// <summary>A project's line of a plan.</summary>
    internal async Task<Row<PlanMemberRow>?> MemberAsync(string project, string plan, CancellationToken cancellation)
    {
        await foreach (var row in tables.ReadPartitionAsync<PlanMemberRow>(project, cancellation: cancellation))
        {
            if (row.Value.Plan == plan) return row;
        }

        return null;
    }

    /// <summary>The route that was chosen last for a project; null if none was.</summary>
    internal async Task<RouteKind?> RouteAsync(string project, CancellationToken cancellation) =>
        await Asks.LastAsync(tables, project, MainLineKinds.Route, cancellation) is { } last
            ? (await tables.FindAsync<SubmissionRow>(project, last.RowKey, cancellation))?.Value.Read<RouteChoice>().Route
            : null;

    /// <summary>The orchestration in which a project waits for its plan.</summary>
    internal async Task<string?> WaitingAsync(string project, CancellationToken cancellation) =>
        (await Asks.LastAsync(tables, project, MainLineKinds.Route, cancellation))?.InstanceId;

    private async Task<(IReadOnlyList<PlannedProject> Chosen, IReadOnlyList<RuleFailure> Failures)> ChooseAsync(
        IReadOnlyList<string> projects, CancellationToken cancellation)
    {
        var (chosen, failures) = (new List<PlannedProject>(), new List<RuleFailure>());
        var distinct = projects.Where(id => !string.IsNullOrWhiteSpace(id)).Distinct(StringComparer.Ordinal).ToList();
        if (distinct.Count == 0) failures.Add(new("plan-projects", "第十条第一款", "projects", "请选择列入计划的项目"));
        for (var i = 0; i < distinct.Count; i++)
        {
            var project = (await tables.FindAsync<ProjectRow>(distinct[i], ProjectRow.OnlyRowKey, cancellation))?.Value;
            var act = project is null
                ? null
                : (await tables.FindAsync<LibraryActRow>(project.Id, LibraryActRow.RowKeyOf(project.Round), cancellation))?.Value.Kind;
            var inPlan = (await MembersAsync(distinct[i], cancellation)).Open is not null;
            if (AnnualPlanRules.WhyNot(project, await RouteAsync(distinct[i], cancellation), inPlan, act) is { } why)
                failures.Add(new("plan-project", "第十条第一款", $"projects[{i}]", $"{project?.Name ?? distinct[i]}：{why}"));
            else
                chosen.Add(new(project!.Id, project.Name, project.UnitName, project.Application.TotalInvestment ?? 0m));
        }

        return (chosen, failures);
    }

    private async Task<AnnualPlanRow> NumberAsync(int year, IReadOnlyList<PlannedProject> projects, string? key, CancellationToken cancellation)
    {
        while (true)
        {
            var before = await OfYearAsync(year, cancellation);
            var plan = new AnnualPlanRow
            {
                Year = year,
                Number = before.Count == 0 ? 1 : before[^1].Number + 1,
                Projects = projects,
                Key = key,
                At = time.GetChinaNow(),
            };
            if (await tables.TryInsertAsync(plan, cancellation)) return plan;
        }
    }

    private async Task<AnnualPlanRow?> FindByKeyAsync(int year, string key, CancellationToken cancellation) =>
        (await OfYearAsync(year, cancellation)).FirstOrDefault(plan => plan.Key == key);
}

/// <summary>The answer to a batch.</summary>
/// <param name="Plan">the plan; null if it was refused</param>
/// <param name="Failures">why, project by project</param>
public sealed record PlanReceipt(AnnualPlanRow? Plan, IReadOnlyList<RuleFailure> Failures);
