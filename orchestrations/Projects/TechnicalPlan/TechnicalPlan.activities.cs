using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of the technical plan stage.</summary>
public sealed class TechnicalPlanActivities(
    ITableStore tables, IDirectory directory, WorkCalendarSource calendars, AskBook asks, Wakes wakes, LinkStore links)
{
    /// <summary>Requests the plan; returns its deadline and the person asked.</summary>
    [Function(nameof(OpenTechnicalPlan))]
    public async Task<OpenedPlan> OpenTechnicalPlan([ActivityTrigger] OpenTechnicalPlan open, CancellationToken cancellation = default)
    {
        var project = open.Project;
        if (open.InstanceId is { } instance)
        {
            var request = PlanWatch.RequestOf(new(project, open.Round, open.From), PlanWatch.ToDo);
            if (await asks.OpenAsync(new(request, instance, open.At), cancellation) is { Deadline: { } deadline, Escalation: { } supervisor } asked)
                return new(deadline, asked.Person, supervisor);
        }

        // The project has ended, or an earlier version that kept no request started the stage.
        return new(
            DeadlineRules.Compute(
                Stages.TechnicalPlan, "第三十六条", new Days(project.Policy.TechnicalPlanDays), open.From, await calendars.GetAsync(cancellation)),
            await PostHolders.FindAsync(directory, ProjectPosts.ContactOf(project.Unit), open.On, cancellation),
            await PostHolders.FindAsync(directory, ProjectPosts.Reviewers, open.On, cancellation),
            (await ProjectLedgers.FindAsync(tables, project.Id, cancellation))?.Value.EndedAt is not null);
    }

    /// <summary>Returns whether the project ended while waiting for its plan.</summary>
    [Function(nameof(ReadProjectEnd))]
    public async Task<bool> ReadProjectEnd([ActivityTrigger] ReadTechnicalPlan read, CancellationToken cancellation = default)
    {
        if ((await ProjectLedgers.FindAsync(tables, read.Project, cancellation))?.Value.EndedAt is not { } ended) return false;
        await wakes.TakenAsync(read.InstanceId, SubmissionEvents.Over, read.Project, cancellation);
        await CloseAsync(read, AskEnd.Cancelled, ended, cancellation);
        return true;
    }

    /// <summary>Returns when the round's plan was submitted; null if it was not.</summary>
    [Function(nameof(ReadTechnicalPlan))]
    public async Task<DateTimeOffset?> ReadTechnicalPlan([ActivityTrigger] ReadTechnicalPlan read, CancellationToken cancellation = default)
    {
        if (await tables.FindAsync<SubmissionRow>(read.Project, new StepRound(Stages.TechnicalPlan, read.Round).RowKey, cancellation) is not { } row) return null;
        await wakes.TakenAsync(read.InstanceId, TechnicalPlan.HandedInEvent(read.Round), row.Value.By, cancellation);
        await CloseAsync(read, AskEnd.HandedIn, row.Value.At, cancellation);
        return row.Value.At;
    }

    /// <summary>Closes the request and the link by which 市数字经济局 would decide on an overdue plan.</summary>
    private async Task CloseAsync(ReadTechnicalPlan read, AskEnd end, DateTimeOffset at, CancellationToken cancellation)
    {
        await asks.CloseAsync(new(read.Project, Stages.TechnicalPlan, read.Round, end, at), cancellation);
        await links.WithdrawAsync(read.Project, new(ExtensionKinds.OverduePlan, read.Round), SubmissionLinks.Report, cancellation);
    }
}

/// <summary>The input of <see cref="TechnicalPlanActivities.OpenTechnicalPlan"/>.</summary>
/// <param name="Project">the project</param>
/// <param name="From">the start of the period</param>
/// <param name="On">today, in China</param>
public sealed record OpenTechnicalPlan(ProjectRef Project, DateOnly From, DateOnly On)
{
    /// <summary>The round; 0 in instances of versions that kept no request.</summary>
    public int Round { get; init; }

    /// <summary>The id of the waiting instance; null in instances of versions that kept no request.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When the plan is requested, at +08:00.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>The requested plan.</summary>
/// <param name="Deadline">the deadline</param>
/// <param name="Contact">the person asked</param>
/// <param name="Supervisor">the person told when it is overdue</param>
/// <param name="Ended">whether the project has already ended</param>
public sealed record OpenedPlan(Deadline Deadline, string Contact, string Supervisor, bool Ended = false);

/// <summary>The input of <see cref="TechnicalPlanActivities.ReadTechnicalPlan"/>.</summary>
public sealed record ReadTechnicalPlan(string Project, int Round, string InstanceId);
