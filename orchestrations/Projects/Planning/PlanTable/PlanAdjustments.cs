using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>Takes the mid-year adjustment proposed by 市数字经济局 (第十三条), or its statement that there is none.</summary>
public sealed class PlanAdjustments(ITableStore tables, AnnualPlans plans, PlanTables planTables, Wakes wakes, TimeProvider time)
{
    /// <summary>The key of a version that leaves the year's plan unchanged.</summary>
    internal const string NoneKey = "midyear-none";

    /// <summary>
    /// Submits the changes to the two other departments and the meetings, or returns the failures by change. An empty
    /// list with a reason states that the plan stays as it is. With a key, a repetition continues where the first call
    /// stopped.
    /// </summary>
    public async Task<AdjustmentReceipt> ProposeAsync(
        DurableTaskClient client, int year, IReadOnlyList<PlanProposal> changes, string? reason, string? key, CancellationToken cancellation = default)
    {
        var at = time.GetChinaNow();
        var before = await plans.OfYearAsync(year, cancellation);
        var plan = key is null ? null : before.FirstOrDefault(row => row.Key == key);
        if (plan is null)
        {
            if (PlanAdjustmentRules.WhyNot(year, at, before.Any(row => row is { MidYear: true, Agreed: null })) is { } why)
                return AdjustmentReceipt.Refused([new(AdjustmentReceipt.NotNow, PlanAdjustmentRules.Article, "year", why)]);
            if (changes.Count == 0) return await LeaveAsync(client, year, reason, at, cancellation);
            var (projects, failures) = await CheckAsync(year, changes, cancellation);
            if (failures.Count > 0) return AdjustmentReceipt.Refused(failures);
            await NoteAsync(year, cancellation);
            plan = await plans.NumberAsync(
                new() { Year = year, Number = 0, Projects = projects, Key = key, At = at, MidYear = true }, cancellation);
        }

        await plans.BeginAsync(client, plan, cancellation);
        await RaiseAsync(client, year, cancellation);
        return new(plan, null, []);
    }

    /// <summary>Returns whether an adjustment was proposed or declared unnecessary.</summary>
    public async Task<bool> IsAnsweredAsync(int year, CancellationToken cancellation = default) =>
        (await plans.OfYearAsync(year, cancellation)).Any(plan => plan.MidYear)
        || (await planTables.VersionsAsync(year, cancellation)).Any(version => version.Key == NoneKey);

    /// <summary>Returns the library entries that can be added in July: admitted projects that wait for a plan.</summary>
    public async Task<IReadOnlyList<LibraryEntryRow>> AddableAsync(int year, CancellationToken cancellation = default)
    {
        var waiting = new List<LibraryEntryRow>();
        foreach (var planYear in (int[])[year, year + 1])
        {
            await foreach (var row in tables.ReadPartitionAsync<LibraryEntryRow>(LibraryEntryRow.PartitionOf(planYear), cancellation: cancellation))
            {
                if (row.Value is { State: LibraryState.Admitted, AwaitsPlan: true }) waiting.Add(row.Value);
            }
        }

        return waiting;
    }

    private async Task<AdjustmentReceipt> LeaveAsync(
        DurableTaskClient client, int year, string? reason, DateTimeOffset at, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return AdjustmentReceipt.Refused([new("adjustment-reason", PlanAdjustmentRules.Article, "reason", "没有调整内容的，须说明本年度不作调整的理由")]);
        await NoteAsync(year, cancellation);
        var version = await planTables.WriteAsync(
            new()
            {
                Year = year,
                Version = 0,
                Key = NoneKey,
                Title = $"{year}年度信息化项目计划不作中期调整：{reason.Trim()}",
                Article = PlanAdjustmentRules.Article,
                At = at,
                Changes = [],
            },
            cancellation);
        await RaiseAsync(client, year, cancellation);
        return new(null, version, []);
    }

    private async Task<(IReadOnlyList<PlannedProject> Projects, IReadOnlyList<RuleFailure> Failures)> CheckAsync(
        int year, IReadOnlyList<PlanProposal> changes, CancellationToken cancellation)
    {
        var (projects, failures) = (new List<PlannedProject>(), new List<RuleFailure>());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < changes.Count; i++)
        {
            var proposal = changes[i];
            var id = proposal.Project ?? string.Empty;
            var (project, why) = id.Length == 0 ? (null, null) : await plans.WhyNotAsync(id, cancellation);
            var entry = project is null ? null : await tables.FindAsync<PlanEntryRow>(id, $"{year:D4}", cancellation);
            var decided = project is not null && (await plans.MembersAsync(id, cancellation)).Open is not null;
            failures.AddRange(PlanAdjustmentRules.Evaluate(
                new(proposal, i, project, entry is { Value: { Dropped: false, Line: var line } } ? line : null, decided, why)));
            if (id.Length > 0 && !seen.Add(id))
                failures.Add(new("adjustment-once", PlanAdjustmentRules.Article, $"changes[{i}].project", "同一项目只能有一项调整"));
            if (project is not null)
            {
                projects.Add(new(project.Id, project.Name, project.UnitName, project.Application.TotalInvestment ?? 0m)
                {
                    Kind = proposal.Kind ?? PlanChangeKind.Added,
                    ThisYear = proposal.Kind == PlanChangeKind.Dropped ? null : proposal.ThisYear,
                    Reason = proposal.Reason?.Trim(),
                });
            }
        }

        return (projects, failures);
    }

    private Task NoteAsync(int year, CancellationToken cancellation) =>
        wakes.NoteAsync(PlanAdjustment.InstanceIdOf(year), PlanAdjustment.ProposedEvent, $"{year}", cancellation);

    private Task RaiseAsync(DurableTaskClient client, int year, CancellationToken cancellation) =>
        wakes.RaiseAsync(client, PlanAdjustment.InstanceIdOf(year), PlanAdjustment.ProposedEvent, cancellation);
}

/// <summary>The result of a proposal.</summary>
/// <param name="Plan">the adjustment submitted to the meetings; null if it was refused or there is nothing to adjust</param>
/// <param name="Version">the version that leaves the plan unchanged</param>
/// <param name="Failures">the failures, by change</param>
public sealed record AdjustmentReceipt(AnnualPlanRow? Plan, PlanVersionRow? Version, IReadOnlyList<RuleFailure> Failures)
{
    /// <summary>The rule for a proposal at the wrong time.</summary>
    public const string NotNow = "adjustment-time";

    internal static AdjustmentReceipt Refused(IReadOnlyList<RuleFailure> failures) => new(null, null, failures);
}
