using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>Starts and reads annual plans.</summary>
public sealed class AnnualPlans(ITableStore tables, PolicyBook policies, TimeProvider time)
{
    /// <summary>
    /// Submits a batch of projects to the meetings, or returns the failures by project. With a key, a repetition
    /// continues where the first call stopped. <paramref name="thisYear"/> gives 年度投资 in 万元 for projects that need less
    /// than the total in the year.
    /// </summary>
    public async Task<PlanReceipt> StartAsync(
        DurableTaskClient client, int year, IReadOnlyList<string> projects, string? key, CancellationToken cancellation = default,
        IReadOnlyDictionary<string, decimal>? thisYear = null)
    {
        var plan = key is null ? null : await FindByKeyAsync(year, key, cancellation);
        if (plan is null)
        {
            var (chosen, failures) = await ChooseAsync(projects, thisYear, cancellation);
            if (failures.Count > 0) return new(null, failures);
            plan = await NumberAsync(new() { Year = year, Number = 0, Projects = chosen, Key = key, At = time.GetChinaNow() }, cancellation);
        }

        await BeginAsync(client, plan, cancellation);
        return new(plan, []);
    }

    /// <summary>Submits a plan already in the table to the meetings; safe to repeat.</summary>
    internal async Task BeginAsync(DurableTaskClient client, AnnualPlanRow plan, CancellationToken cancellation)
    {
        var policy = await policies.FindAsync(PolicyBook.Municipal, ChinaTime.DayOf(plan.At), cancellation);
        await client.StartOnceAsync(
            nameof(AnnualPlan), new AnnualPlanInput(plan, policy), OrchestrationVersion.Start(AnnualPlan.InstanceIdOf(plan.Id)), cancellation);
    }

    /// <summary>Returns the plans of a year.</summary>
    public async Task<IReadOnlyList<AnnualPlanRow>> OfYearAsync(int year, CancellationToken cancellation = default) =>
        await tables.ListAsync<AnnualPlanRow>($"{year:D4}", cancellation);

    /// <summary>Returns a plan by its id; null if there is none.</summary>
    public async Task<AnnualPlanRow?> FindAsync(string id, CancellationToken cancellation = default) =>
        AnnualPlanRow.KeysOf(id) is { } keys ? (await tables.FindAsync<AnnualPlanRow>(keys.Partition, keys.Row, cancellation))?.Value : null;

    /// <summary>Returns the number of plans that a project was in, and its membership in a plan still being decided; null if there is none.</summary>
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

    /// <summary>Returns a project's membership in a plan.</summary>
    internal async Task<Row<PlanMemberRow>?> MemberAsync(string project, string plan, CancellationToken cancellation)
    {
        await foreach (var row in tables.ReadPartitionAsync<PlanMemberRow>(project, cancellation: cancellation))
        {
            if (row.Value.Plan == plan) return row;
        }

        return null;
    }

    /// <summary>Returns the last route chosen for a project; null if there is none.</summary>
    internal async Task<RouteKind?> RouteAsync(string project, CancellationToken cancellation) =>
        await Asks.LastAsync(tables, project, MainLineKinds.Route, cancellation) is { } last
            ? (await tables.FindAsync<SubmissionRow>(project, last.RowKey, cancellation))?.Value.Read<RouteChoice>().Route
            : null;

    /// <summary>Returns the id of the instance in which a project waits for its plan.</summary>
    internal async Task<string?> WaitingAsync(string project, CancellationToken cancellation) =>
        (await Asks.LastAsync(tables, project, MainLineKinds.Route, cancellation))?.InstanceId;

    private async Task<(IReadOnlyList<PlannedProject> Chosen, IReadOnlyList<RuleFailure> Failures)> ChooseAsync(
        IReadOnlyList<string> projects, IReadOnlyDictionary<string, decimal>? thisYear, CancellationToken cancellation)
    {
        var (chosen, failures) = (new List<PlannedProject>(), new List<RuleFailure>());
        var distinct = projects.Where(id => !string.IsNullOrWhiteSpace(id)).Distinct(StringComparer.Ordinal).ToList();
        if (distinct.Count == 0) failures.Add(new("plan-projects", "第十条第一款", "projects", "请选择列入计划的项目"));
        for (var i = 0; i < distinct.Count; i++)
        {
            var (project, why) = await WhyNotAsync(distinct[i], cancellation);
            if (why is not null)
                failures.Add(new("plan-project", "第十条第一款", $"projects[{i}]", $"{project?.Name ?? distinct[i]}：{why}"));
            else
                chosen.Add(new(project!.Id, project.Name, project.UnitName, project.Application.TotalInvestment ?? 0m)
                {
                    ThisYear = thisYear?.TryGetValue(project.Id, out var amount) == true ? amount : null,
                });
        }

        failures.AddRange(chosen.SelectMany(AnnualPlanRules.CheckYear));
        return (chosen, failures);
    }

    /// <summary>Returns a project and why it cannot enter a plan; the reason is null if it can.</summary>
    internal async Task<(ProjectRow? Project, string? Why)> WhyNotAsync(string id, CancellationToken cancellation)
    {
        var project = (await tables.FindAsync<ProjectRow>(id, ProjectRow.OnlyRowKey, cancellation))?.Value;
        var act = project is null
            ? null
            : (await tables.FindAsync<LibraryActRow>(project.Id, LibraryActRow.RowKeyOf(project.Round), cancellation))?.Value.Kind;
        var inPlan = (await MembersAsync(id, cancellation)).Open is not null;
        return (project, AnnualPlanRules.WhyNot(project, await RouteAsync(id, cancellation), inPlan, act));
    }

    /// <summary>Returns how an approved project changes the plan table; null if its row is gone.</summary>
    internal async Task<PlanChange?> ChangeOfAsync(AnnualPlanRow plan, PlannedProject planned, CancellationToken cancellation)
    {
        if ((await tables.FindAsync<ProjectRow>(planned.Id, ProjectRow.OnlyRowKey, cancellation))?.Value is not { } project) return null;
        var standing = (await tables.FindAsync<PlanEntryRow>(planned.Id, $"{plan.Year:D4}", cancellation))?.Value.Line;
        return planned.Kind switch
        {
            PlanChangeKind.Added => new(
                planned.Kind, PlanTableRules.LineOf(project, planned.ThisYear, plan.MidYear ? PlanOrigin.MidYear : PlanOrigin.AnnualPlan), planned.Reason),
            _ when standing is null => null,
            PlanChangeKind.Changed => new(planned.Kind, standing with { ThisYear = planned.ThisYear ?? standing.ThisYear }, planned.Reason),
            _ => new(planned.Kind, standing, planned.Reason),
        };
    }

    /// <summary>Inserts a plan under the next number of its year.</summary>
    internal async Task<AnnualPlanRow> NumberAsync(AnnualPlanRow plan, CancellationToken cancellation)
    {
        while (true)
        {
            var before = await OfYearAsync(plan.Year, cancellation);
            var numbered = plan with { Number = before.Count == 0 ? 1 : before[^1].Number + 1 };
            if (await tables.TryInsertAsync(numbered, cancellation)) return numbered;
        }
    }

    /// <summary>Returns the plan submitted under a key; null if there is none.</summary>
    internal async Task<AnnualPlanRow?> FindByKeyAsync(int year, string key, CancellationToken cancellation) =>
        (await OfYearAsync(year, cancellation)).FirstOrDefault(plan => plan.Key == key);
}

/// <summary>The result of submitting a batch.</summary>
/// <param name="Plan">the plan; null if it was refused</param>
/// <param name="Failures">the failures, by project</param>
public sealed record PlanReceipt(AnnualPlanRow? Plan, IReadOnlyList<RuleFailure> Failures);
