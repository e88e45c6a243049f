using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>What the stage of the technical plan does outside.</summary>
public sealed class TechnicalPlanActivities(ITableStore tables, IDirectory directory, WorkCalendarSource calendars, Wakes wakes, LinkStore links)
{
    /// <summary>Until when the plan is wanted, and from whom.</summary>
    [Function(nameof(OpenTechnicalPlan))]
    public async Task<OpenedPlan> OpenTechnicalPlan([ActivityTrigger] OpenTechnicalPlan open, CancellationToken cancellation = default)
    {
        var project = open.Project;
        return new(
            DeadlineRules.Compute(
                Stages.TechnicalPlan, "第三十六条", new Days(project.Policy.TechnicalPlanDays), open.From, await calendars.GetAsync(cancellation)),
            await PostHolders.FindAsync(directory, ProjectPosts.ContactOf(project.Unit), open.On, cancellation),
            await PostHolders.FindAsync(directory, ProjectPosts.Reviewers, open.On, cancellation),
            (await ProjectLedgers.FindAsync(tables, project.Id, cancellation))?.Value.EndedAt is not null);
    }

    /// <summary>Whether the project has ended while its plan was waited for.</summary>
    [Function(nameof(ReadProjectEnd))]
    public async Task<bool> ReadProjectEnd([ActivityTrigger] ReadTechnicalPlan read, CancellationToken cancellation = default)
    {
        if ((await ProjectLedgers.FindAsync(tables, read.Project, cancellation))?.Value.EndedAt is null) return false;
        await wakes.TakenAsync(read.InstanceId, SubmissionEvents.Over, read.Project, cancellation);
        await WithdrawReportAsync(read, cancellation);
        return true;
    }

    /// <summary>When the round's plan was handed in; null while it is not.</summary>
    [Function(nameof(ReadTechnicalPlan))]
    public async Task<DateTimeOffset?> ReadTechnicalPlan([ActivityTrigger] ReadTechnicalPlan read, CancellationToken cancellation = default)
    {
        if (await tables.FindAsync<SubmissionRow>(read.Project, AskRow.RowKeyOf(Stages.TechnicalPlan, read.Round), cancellation) is not { } row) return null;
        await wakes.TakenAsync(read.InstanceId, TechnicalPlan.HandedInEvent(read.Round), row.Value.By, cancellation);
        await WithdrawReportAsync(read, cancellation);
        return row.Value.At;
    }

    /// <summary>The link by which 市数字经济局 would decide about an overdue plan is of no use any more.</summary>
    private Task WithdrawReportAsync(ReadTechnicalPlan read, CancellationToken cancellation) =>
        links.WithdrawAsync(read.Project, ExtensionKinds.OverduePlan, read.Round, SubmissionLinks.Report, cancellation);
}

/// <summary>The input of <see cref="TechnicalPlanActivities.OpenTechnicalPlan"/>.</summary>
public sealed record OpenTechnicalPlan(ProjectRef Project, DateOnly From, DateOnly On);

/// <summary>What the stage waits for.</summary>
/// <param name="Deadline">until when</param>
/// <param name="Contact">who is asked for it</param>
/// <param name="Supervisor">who hears of it when it is overdue</param>
/// <param name="Ended">whether the project had ended before</param>
public sealed record OpenedPlan(Deadline Deadline, string Contact, string Supervisor, bool Ended = false);

/// <summary>The input of <see cref="TechnicalPlanActivities.ReadTechnicalPlan"/>.</summary>
public sealed record ReadTechnicalPlan(string Project, int Round, string InstanceId);
