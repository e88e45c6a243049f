using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>What 延期 does outside.</summary>
public sealed class ExtensionActivities(ITableStore tables, DeadlineBook book)
{
    /// <summary>The deadline that is to be extended; null when its project has ended.</summary>
    [Function(nameof(OpenExtension))]
    public async Task<AskedExtension?> OpenExtension([ActivityTrigger] OpenExtension open, CancellationToken cancellation = default) =>
        (await ProjectLedgers.FindAsync(tables, open.Project, cancellation))?.Value.EndedAt is null
        && await tables.FindDeadlineAsync(open.Project, open.Step, cancellation) is { Value: var row }
            ? AskedOf(row)
            : null;

    private static AskedExtension AskedOf(DeadlineRow row)
    {
        var (by, escalation) = ExtensionRules.DeciderOf(row.Deadline.Stage);
        return new(row.Plan.ToDo, row.Deadline, by, escalation);
    }

    /// <summary>Moves the deadline in the record. Repeated, it answers the same.</summary>
    [Function(nameof(GrantExtension))]
    public async Task<GrantedExtension> GrantExtension([ActivityTrigger] GrantExtension grant, CancellationToken cancellation = default)
    {
        var refusal = await book.ExtendAsync(
            grant.Project, grant.Step, grant.LastDay, new($"extension|{grant.Key}", grant.By, grant.At, grant.Reason), grant.AppliedAt,
            overdueToo: grant.AppliedAt is null, cancellation);
        var row = (await tables.FindDeadlineAsync(grant.Project, grant.Step, cancellation))?.Value;
        return new(refusal, row?.InstanceId, row?.Plan.ToDo ?? "", row?.Deadline.Article ?? ExtensionRules.Articles, refusal is null ? row?.Deadline.LastDay : null);
    }

    /// <summary>Whether a project still waits for a technical plan that is overdue.</summary>
    [Function(nameof(ReadOverduePlan))]
    public async Task<PlanStanding> ReadOverduePlan([ActivityTrigger] ReadOverduePlan read, CancellationToken cancellation = default)
    {
        var project = (await tables.FindAsync<ProjectRow>(read.Project, ProjectRow.OnlyRowKey, cancellation))!.Value;
        var waits = project.Stage == Stages.TechnicalPlan
            && await tables.FindDeadlineAsync(project.Id, ExtensionRules.PlanStep(project.Round), cancellation) is { Value: var deadline }
            && ExtensionRules.IsPlanOverdue(project.Stage, project.Round, [deadline], read.At)
            && await tables.FindAsync<SubmissionRow>(project.Id, new StepRound(Stages.TechnicalPlan, project.Round).RowKey, cancellation) is null
            && (await ProjectLedgers.FindAsync(tables, project.Id, cancellation))?.Value.EndedAt is null;
        return new(waits, ExtensionRules.PlanStep(project.Round));
    }
}

/// <summary>The input of <see cref="ExtensionActivities.OpenExtension"/>.</summary>
public sealed record OpenExtension(string Project, DeadlineKey Step);

/// <summary>A deadline that is to be extended.</summary>
/// <param name="ToDo">what must be done by it</param>
/// <param name="Deadline">as it stands</param>
/// <param name="By">who decides</param>
/// <param name="Escalation">who hears of it when that is overdue</param>
public sealed record AskedExtension(string ToDo, Deadline Deadline, ApproverPost By, ApproverPost Escalation);

/// <summary>The input of <see cref="ExtensionActivities.GrantExtension"/>.</summary>
/// <param name="Project">the project</param>
/// <param name="Step">which deadline</param>
/// <param name="LastDay">its new last day</param>
/// <param name="Key">names the act in the trail</param>
/// <param name="By">who granted it</param>
/// <param name="At">when, at +08:00</param>
/// <param name="Reason">why</param>
/// <param name="AppliedAt">when the unit applied, which must lie before the deadline; null where 市数字经济局 extends one that is overdue</param>
public sealed record GrantExtension(
    string Project, DeadlineKey Step, DateOnly LastDay, string Key, string By, DateTimeOffset At, string Reason, DateTimeOffset? AppliedAt);

/// <summary>A deadline that was extended, or not.</summary>
/// <param name="Refusal">why not; null if it was</param>
/// <param name="Watch">the watch to wake</param>
/// <param name="ToDo">what must be done by it</param>
/// <param name="Article">its article</param>
/// <param name="LastDay">its last day now; null if it was not extended</param>
public sealed record GrantedExtension(string? Refusal, string? Watch, string ToDo, string Article, DateOnly? LastDay);

/// <summary>The input of <see cref="ExtensionActivities.ReadOverduePlan"/>.</summary>
public sealed record ReadOverduePlan(string Project, DateTimeOffset At);

/// <summary>Whether a plan is waited for.</summary>
/// <param name="Waits">whether it is</param>
/// <param name="Step">its deadline</param>
public sealed record PlanStanding(bool Waits, DeadlineKey Step);
