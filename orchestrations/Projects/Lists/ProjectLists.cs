using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>Keeps the lists of projects and their counts. Every method may be repeated.</summary>
public sealed class ProjectLists(ITableStore tables, ProjectStandings? standings = null)
{
    /// <summary>
    /// Puts a project into the lists of the stage that its row names. First into the new ones, then out of the old ones:
    /// a crash between leaves it in two, never in none.
    /// </summary>
    /// <param name="project">Its row.</param>
    /// <param name="stages">The stages that it went through, the one that it is in included.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task PlaceAsync(ProjectRow project, IReadOnlyList<ProjectStageRow> stages, CancellationToken cancellation = default)
    {
        var now = stages.First(stage => stage.Place == project.Place);
        var before = await tables.FindAsync<ProjectListRow>(ProjectListRow.All, ProjectListRow.RowKeyOf(project.SubmittedAt, project.Id), cancellation);
        await Task.WhenAll(LinesOf(project, now.Stage, now.EnteredAt).Select(line => tables.UpsertAsync(line with { Standing = before?.Value.Standing }, cancellation)));
        // The lists of all and of the unit's projects are ordered by a time that does not change: the line there was replaced.
        var left = stages
            .Where(stage => stage.Place < project.Place)
            .SelectMany(stage => LinesOf(project, stage.Stage, stage.EnteredAt).Where(line => line.List != ProjectListRow.All && line.List != ProjectListRow.OfUnit(project.Unit)))
            .Select(line => (line.List, line.RowKey));
        await Task.WhenAll(left.Select(line => tables.DeleteAsync<ProjectListRow>(line.List, line.RowKey, cancellation)));
        foreach (var stage in stages.Where(stage => stage.Place <= project.Place).TakeLast(2).Select(stage => stage.Stage).Distinct(StringComparer.Ordinal))
            await CountAsync(stage, cancellation);
        if (standings is not null) await standings.ChangedAsync(project.Id, cancellation);
    }

    /// <summary>How many projects are in each stage, in the order of <see cref="Stages.All"/>.</summary>
    public async Task<IReadOnlyList<StageCountRow>> CountsAsync(CancellationToken cancellation = default)
    {
        var counts = new Dictionary<string, StageCountRow>(StringComparer.Ordinal);
        await foreach (var row in tables.ReadPartitionAsync<StageCountRow>(StageCountRow.Partition, cancellation: cancellation))
            counts[row.Value.Stage] = row.Value;
        return [.. Stages.All.Select(stage => counts.GetValueOrDefault(stage) ?? new StageCountRow { Stage = stage, Count = 0 })];
    }

    /// <summary>
    /// Counts a stage anew. Whoever changes the list counts after it and writes only over what it saw before it counted,
    /// so that the last one to write has counted every change.
    /// </summary>
    public async Task CountAsync(string stage, CancellationToken cancellation = default)
    {
        while (true)
        {
            var seen = await tables.FindAsync<StageCountRow>(StageCountRow.Partition, stage, cancellation);
            var next = new StageCountRow { Stage = stage, Count = await tables.CountAsync<ProjectListRow>(ProjectListRow.OfStage(stage), cancellation) };
            if (seen?.Value == next || (seen is null ? await tables.TryInsertAsync(next, cancellation) : await tables.TryReplaceAsync(seen, next, cancellation)))
                return;
        }
    }

    internal static async Task<IReadOnlyList<ProjectStageRow>> StagesOfAsync(ITableStore tables, string project, CancellationToken cancellation) =>
        await tables.ListAsync<ProjectStageRow>(project, cancellation);

    /// <summary>The lines of a project that entered a stage, one for each list that it belongs to.</summary>
    public static IEnumerable<ProjectListRow> LinesOf(ProjectRow project, string stage, DateTimeOffset since)
    {
        var line = new ProjectListRow
        {
            List = ProjectListRow.All,
            Id = project.Id,
            Name = project.Name,
            Unit = project.Unit,
            UnitName = project.UnitName,
            TotalInvestment = project.Application.TotalInvestment ?? 0m,
            ApprovalNumber = project.ApprovalNumber,
            Stage = stage,
            Since = since,
            SubmittedAt = project.SubmittedAt,
        };
        return
        [
            line,
            line with { List = ProjectListRow.OfUnit(project.Unit) },
            line with { List = ProjectListRow.OfStage(stage) },
            line with { List = ProjectListRow.OfUnitInStage(project.Unit, stage) },
        ];
    }
}
