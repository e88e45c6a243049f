using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>What pages and API read about projects: projections only, never the orchestrations.</summary>
public sealed class ProjectQueries(ITableStore tables, IAuditTrail audit, ProjectLists lists)
{
    /// <summary>How many projects a filter looks at, the newest of its list, and an export has.</summary>
    public const int MostFiltered = 5000;

    /// <summary>A project as <c>GET /api/projects/{id}</c> shows it; null if there is none.</summary>
    public async Task<ProjectView?> FindAsync(string project, CancellationToken cancellation = default)
    {
        if (await FindRowAsync(project, cancellation) is not { } row) return null;
        var deadlines = (await tables.ListAsync<DeadlineRow>(project, cancellation)).Select(DeadlineView.Of);
        var history = (await audit.EntriesAsync(project, cancellation)).Select(HistoryView.Of).ToList();
        return new(
            row.Id, row.Name, row.Stage, row.UnitName, row.Application.TotalInvestment ?? 0m, row.ApprovalNumber,
            [.. deadlines.OrderBy(deadline => deadline.Due).ThenBy(deadline => deadline.From)], history)
        {
            UnitId = row.Unit,
            Succeeds = row.Application.Succeeds,
        };
    }

    /// <summary>The row itself, for pages that show the application.</summary>
    public async Task<ProjectRow?> FindRowAsync(string project, CancellationToken cancellation = default) =>
        (await tables.FindAsync<ProjectRow>(project, ProjectRow.OnlyRowKey, cancellation))?.Value;

    /// <summary>What is or was public of a project; null before its publicity.</summary>
    public async Task<PublicityRow?> FindPublicityAsync(string project, CancellationToken cancellation = default) =>
        (await tables.FindAsync<PublicityRow>(project, PublicityRow.OnlyRowKey, cancellation))?.Value;

    /// <summary>Every version of a project's function list that was published, oldest first.</summary>
    public async Task<IReadOnlyList<FunctionListRow>> FunctionListsOfAsync(string project, CancellationToken cancellation = default)
    {
        var versions = new List<FunctionListRow>();
        if (await FindPublicityAsync(project, cancellation) is not { } publicity) return versions;
        await foreach (var row in tables.ReadPartitionAsync<FunctionListRow>(project, cancellation: cancellation))
        {
            if (row.Value.Version <= publicity.Version) versions.Add(row.Value);
        }

        return versions;
    }

    /// <summary>The stages that a project went through, in order.</summary>
    public Task<IReadOnlyList<ProjectStageRow>> StagesOfAsync(string project, CancellationToken cancellation = default) =>
        ProjectLists.StagesOfAsync(tables, project, cancellation);

    /// <summary>The steps that people were asked to decide about a project, open and closed.</summary>
    public async Task<IReadOnlyList<ApprovalStepRow>> ApprovalsOfAsync(string project, CancellationToken cancellation = default)
    {
        var steps = await tables.ListAsync<ApprovalStepRow>(project, cancellation);
        return [.. steps.OrderBy(step => step.OpenedAt)];
    }

    /// <summary>A page of a list: of all projects, of a unit's, of those in a stage, or of a unit's in a stage; the newest first.</summary>
    public Task<Page<ProjectListRow>> ListAsync(
        string? unit, string? stage, int size, string? continuation = null, CancellationToken cancellation = default) =>
        tables.ReadPageAsync<ProjectListRow>(ListOf(unit, stage), size, continuation, cancellation);

    /// <summary>
    /// The projects that a filter shows, of the list of its unit and stage. That list is read whole, up to <see cref="MostFiltered"/>
    /// projects: a table keeps one order, and everything else is done here.
    /// </summary>
    public async Task<FilteredProjects> FilterAsync(ProjectFilter filter, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var lines = new List<ProjectListRow>();
        await foreach (var row in tables.ReadPartitionAsync<ProjectListRow>(ListOf(filter.Unit, filter.Stage), cancellation: cancellation))
        {
            if (lines.Count == MostFiltered) return new(filter.Apply(lines, now), Cut: true);
            lines.Add(row.Value);
        }

        return new(filter.Apply(lines, now), Cut: false);
    }

    private static string ListOf(string? unit, string? stage) => (unit, stage) switch
    {
        (null, null) => ProjectListRow.All,
        (null, _) => ProjectListRow.OfStage(stage),
        (_, null) => ProjectListRow.OfUnit(unit),
        _ => ProjectListRow.OfUnitInStage(unit, stage),
    };

    /// <summary>How many projects are in each stage, in the order of <see cref="Stages.All"/>.</summary>
    public Task<IReadOnlyList<StageCountRow>> CountsAsync(CancellationToken cancellation = default) => lists.CountsAsync(cancellation);
}

/// <summary>A project as the API shows it.</summary>
public sealed record ProjectView(
    string Id,
    string Name,
    string Stage,
    string Unit,
    decimal TotalInvestment,
    string? ApprovalNumber,
    IReadOnlyList<DeadlineView> Deadlines,
    IReadOnlyList<HistoryView> History)
{
    /// <summary>The id of its unit in the directory.</summary>
    public required string UnitId { get; init; }

    /// <summary>The id of the project that it starts over (第四十三条); null if it is a first one.</summary>
    public string? Succeeds { get; init; }
}

/// <summary>A line of a project's history as the API shows it.</summary>
public sealed record HistoryView(DateTimeOffset At, string? Stage, string Action, string? Article, string Actor, string? Detail)
{
    /// <summary>Whether it happened by itself.</summary>
    [JsonIgnore]
    public bool BySystem { get; init; }

    /// <summary>An entry of the trail as it is shown.</summary>
    public static HistoryView Of(AuditEntry entry) => new(entry.At, entry.Stage, entry.Action, entry.Article, entry.Actor, entry.Detail)
    {
        BySystem = entry.Actor == AuditEntry.System,
    };
}
