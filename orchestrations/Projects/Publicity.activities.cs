using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>What the publicity of a project does outside.</summary>
public sealed class PublicityActivities(ITableStore tables, IAuditTrail audit, DeadlineBook book, WorkCalendarSource calendars)
{
    /// <summary>Makes the function list public. Repeated, it answers with the deadline it set first.</summary>
    [Function(nameof(PublishFunctionList))]
    public async Task<Deadline> PublishFunctionList([ActivityTrigger] PublishFunctionList publish, CancellationToken cancellation = default)
    {
        var policy = publish.Project.Policy;
        var deadline = DeadlineRules.Compute(Stages.Publicity, "第三十五条", new Days(policy.PublicityDays), publish.From, await calendars.GetAsync(cancellation));
        var project = (await tables.FindAsync<ProjectRow>(publish.Project.Id, ProjectRow.OnlyRowKey, cancellation))!.Value;
        await tables.TryInsertAsync(
            new PublicityRow
            {
                Project = project.Id,
                Name = project.Name,
                UnitName = project.UnitName,
                Functions = project.Application.BasicInformation?.Functions ?? [],
                From = publish.At,
                Until = deadline.Due,
            },
            cancellation);
        // Nobody has to act and nothing can be overdue, so the deadline is shown and not watched.
        return (await book.OpenAsync(PlanOf(publish.Project, deadline), publish.At, instanceId: null, cancellation)).Value.Deadline;
    }

    /// <summary>Ends the publicity.</summary>
    [Function(nameof(EndPublicity))]
    public async Task EndPublicity([ActivityTrigger] EndPublicity end, CancellationToken cancellation = default)
    {
        while (await tables.FindAsync<PublicityRow>(end.Project.Id, PublicityRow.OnlyRowKey, cancellation) is { Value.EndedAt: null } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { EndedAt = end.At }, cancellation)) break;
        }

        await book.CloseAsync(PlanOf(end.Project, end.Deadline), end.At, DeadlineState.Done, cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = end.Project.Id,
                Key = "publicity-ended",
                At = end.At,
                Actor = AuditEntry.System,
                Action = "公示期满",
                Article = "第三十五条",
                Stage = Stages.Publicity,
            },
            cancellation);
    }

    private static WatchPlan PlanOf(ProjectRef project, Deadline deadline) => new()
    {
        Subject = project.Id,
        Step = Stages.Publicity,
        Title = project.Name,
        ToDo = "具体功能清单公示",
        Unit = project.Unit,
        Deadline = deadline,
        Responsible = [],
    };
}

/// <summary>The input of <see cref="PublicityActivities.PublishFunctionList"/>.</summary>
public sealed record PublishFunctionList(ProjectRef Project, DateOnly From, DateTimeOffset At);

/// <summary>The input of <see cref="PublicityActivities.EndPublicity"/>.</summary>
public sealed record EndPublicity(ProjectRef Project, Deadline Deadline, DateTimeOffset At);
