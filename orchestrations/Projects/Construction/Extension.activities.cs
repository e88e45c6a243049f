using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of 延期.</summary>
public sealed class ExtensionActivities(ITableStore tables, DeadlineBook book)
{
    /// <summary>Returns the deadline to extend; null if the project has ended.</summary>
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

    /// <summary>Records the new last day of the deadline; returns the same result when repeated.</summary>
    [Function(nameof(GrantExtension))]
    public async Task<GrantedExtension> GrantExtension([ActivityTrigger] GrantExtension grant, CancellationToken cancellation = default)
    {
        var refusal = await book.ExtendAsync(
            grant.Project, grant.Step, grant.LastDay, new($"extension|{grant.Key}", grant.By, grant.At, grant.Reason), grant.AppliedAt,
            overdueToo: grant.AppliedAt is null, cancellation);
        var row = (await tables.FindDeadlineAsync(grant.Project, grant.Step, cancellation))?.Value;
        return new(refusal, row?.InstanceId, row?.Plan.ToDo ?? "", row?.Deadline.Article ?? ExtensionRules.Articles, refusal is null ? row?.Deadline.LastDay : null);
    }

    /// <summary>Returns whether a project still waits for an overdue technical plan.</summary>
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

/// <summary>A deadline for which an extension was requested.</summary>
/// <param name="ToDo">what is due</param>
/// <param name="Deadline">the current deadline</param>
/// <param name="By">who decides</param>
/// <param name="Escalation">who is notified if the decision is overdue</param>
public sealed record AskedExtension(string ToDo, Deadline Deadline, ApproverPost By, ApproverPost Escalation);

/// <summary>The input of <see cref="ExtensionActivities.GrantExtension"/>.</summary>
/// <param name="Project">the project</param>
/// <param name="Step">the deadline</param>
/// <param name="LastDay">the new last day</param>
/// <param name="Key">the key of the entry in the audit trail</param>
/// <param name="By">who granted it</param>
/// <param name="At">when it was granted, at +08:00</param>
/// <param name="Reason">the reason</param>
/// <param name="AppliedAt">when the unit applied, which must be before the deadline; null if 市数字经济局 extends an overdue plan</param>
public sealed record GrantExtension(
    string Project, DeadlineKey Step, DateOnly LastDay, string Key, string By, DateTimeOffset At, string Reason, DateTimeOffset? AppliedAt);

/// <summary>The result of an extension.</summary>
/// <param name="Refusal">why it was refused; null if it was granted</param>
/// <param name="Watch">the instance id of the watch to wake</param>
/// <param name="ToDo">what is due</param>
/// <param name="Article">the article of the deadline</param>
/// <param name="LastDay">the new last day; null if it was not extended</param>
public sealed record GrantedExtension(string? Refusal, string? Watch, string ToDo, string Article, DateOnly? LastDay);

/// <summary>The input of <see cref="ExtensionActivities.ReadOverduePlan"/>.</summary>
public sealed record ReadOverduePlan(string Project, DateTimeOffset At);

/// <summary>Whether a technical plan is still awaited.</summary>
/// <param name="Waits">whether it is awaited</param>
/// <param name="Step">its deadline</param>
public sealed record PlanStanding(bool Waits, DeadlineKey Step);
