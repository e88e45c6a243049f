using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities used by every stage: lists and rows, audit trail, the unit's contact.</summary>
public sealed class ProjectActivities(ITableStore tables, ProjectLists lists, IAuditTrail audit, IDirectory directory)
{
    /// <summary>Records that the project enters a stage.</summary>
    [Function(nameof(EnterStage))]
    public async Task EnterStage([ActivityTrigger] StageEntry entry, CancellationToken cancellation = default)
    {
        await tables.UpsertAsync(
            new ProjectStageRow { Project = entry.Project, Place = entry.Place, Stage = entry.Stage, Round = entry.Round, EnteredAt = entry.At },
            cancellation);
        var project = await ProjectRecords.ChangeAsync(
            tables,
            entry.Project,
            row => row.Place > entry.Place ? row : row with { Stage = entry.Stage, Round = entry.Round, Place = entry.Place },
            cancellation);
        if (project.Place == entry.Place)
            await lists.PlaceAsync(project, await ProjectLists.StagesOfAsync(tables, project.Id, cancellation), cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = entry.Project,
                Key = $"stage|{entry.Place}",
                At = entry.At,
                Actor = AuditEntry.System,
                Action = StageTexts.Of(entry),
                Article = StageTexts.ArticleOf(entry.Stage),
                Stage = entry.Stage,
            },
            cancellation);
    }

    /// <summary>Determines the stages before 立项.</summary>
    [Function(nameof(PlanPassage))]
    public Task<PassagePlan> PlanPassage([ActivityTrigger] ProjectRef project) => Task.FromResult(PreparationRules.PlanOf(project));

    /// <summary>Returns the person in a unit who is responsible for projects on that day.</summary>
    [Function(nameof(FindUnitContact))]
    public Task<string> FindUnitContact([ActivityTrigger] FindUnitContact find, CancellationToken cancellation = default) =>
        PostHolders.FindAsync(directory, ProjectPosts.ContactOf(find.Unit), find.On, cancellation);
}

/// <summary>The input of <see cref="ProjectActivities.EnterStage"/>.</summary>
public sealed record StageEntry(string Project, int Place, string Stage, int Round, DateTimeOffset At);

/// <summary>The input of <see cref="ProjectActivities.FindUnitContact"/>.</summary>
public sealed record FindUnitContact(string Unit, DateOnly On);

/// <summary>Helpers of activities for project rows.</summary>
internal static class ProjectRecords
{
    /// <summary>Changes the row, again after a concurrent change; returns the changed row.</summary>
    public static async Task<ProjectRow> ChangeAsync(
        ITableStore tables, string project, Func<ProjectRow, ProjectRow> change, CancellationToken cancellation)
    {
        while (true)
        {
            var seen = await tables.FindAsync<ProjectRow>(project, ProjectRow.OnlyRowKey, cancellation)
                ?? throw new InvalidOperationException($"There is no project {project}.");
            var next = change(seen.Value);
            if (await tables.TryReplaceAsync(seen, next, cancellation)) return next;
        }
    }
}
