using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Reads projects for pages and API, with people by their names and lights by the clock.</summary>
public sealed class ProjectReader(ProjectQueries queries, IDirectory directory, TimeProvider time)
{
    private const int MostFound = 100;
    private const int SearchPage = 500;

    /// <summary>A project; null when there is none.</summary>
    public async Task<ProjectView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id, cancellationToken) is not { } project)
            return null;
        var now = time.GetChinaNow();
        return project with
        {
            Deadlines = [.. project.Deadlines.Select(deadline => AsOf(deadline, now))],
            History = await NamedAsync(project.History, cancellationToken),
        };
    }

    /// <summary>
    /// A page of the projects in a stage, or of the first of each stage when none is named; null when there is no such stage.
    /// </summary>
    public async Task<ProjectList?> ListAsync(string? stage, int size, string? after, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(stage))
        {
            if (!Stages.All.Contains(stage))
                return null;
            var page = await queries.InStageAsync(stage, size, string.IsNullOrEmpty(after) ? null : after, cancellationToken);
            return new([.. page.Rows.Select(row => row.Value)], page.Continuation);
        }

        var firsts = await Task.WhenAll(Stages.All.Select(each => queries.InStageAsync(each, size, continuation: null, cancellationToken)));
        return new([.. firsts.SelectMany(page => page.Rows).Select(row => row.Value).OrderByDescending(project => project.Since)], Next: null);
    }

    /// <summary>
    /// Projects whose name, unit, number of the 立项批复 or id has the text. Reads the lists of all stages: an office has
    /// hundreds of projects, and the lists are what the 工作台 reads as well.
    /// </summary>
    public async Task<IReadOnlyList<ProjectByStageRow>> SearchAsync(string text, CancellationToken cancellationToken)
    {
        var wanted = text.Trim();
        var stages = await Task.WhenAll(Stages.All.Select(stage => InStageAsync(stage, wanted, cancellationToken)));
        return [.. stages.SelectMany(found => found).DistinctBy(project => project.Id).OrderByDescending(project => project.Since).Take(MostFound)];
    }

    private async Task<List<ProjectByStageRow>> InStageAsync(string stage, string wanted, CancellationToken cancellationToken)
    {
        var found = new List<ProjectByStageRow>();
        string? continuation = null;
        do
        {
            var page = await queries.InStageAsync(stage, SearchPage, continuation, cancellationToken);
            found.AddRange(page.Rows.Select(row => row.Value).Where(project =>
                project.Id == wanted || Has(project.Name) || Has(project.UnitName) || Has(project.ApprovalNumber)));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return found;

        bool Has(string? value) => value?.Contains(wanted, StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>The row turns red when its watch next wakes; a reader in between is told the truth already.</summary>
    internal static DeadlineView AsOf(DeadlineView deadline, DateTimeOffset now) =>
        deadline.State == DeadlineState.Open && now >= deadline.Due ? deadline with { State = DeadlineState.Overdue } : deadline;

    private async Task<IReadOnlyList<HistoryView>> NamedAsync(IReadOnlyList<HistoryView> history, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { [AuditEntry.System] = "系统" };
        var named = new List<HistoryView>(history.Count);
        foreach (var entry in history)
        {
            if (!names.TryGetValue(entry.Actor, out var name))
                names[entry.Actor] = name = await NameAsync(entry.Actor, cancellationToken);
            named.Add(entry with { Actor = name, Detail = await NamedAsync(entry.Detail, cancellationToken) });
        }

        return named;
    }

    /// <summary>The trail keeps people's ids, which never change; a detail that lists nothing else is shown by names.</summary>
    private async Task<string?> NamedAsync(string? detail, CancellationToken cancellationToken)
    {
        if (detail is null || !detail.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '、'))
            return detail;
        var names = new List<string>();
        foreach (var id in detail.Split('、'))
        {
            if (await directory.FindPersonAsync(id, cancellationToken) is not { } person)
                return detail;
            names.Add(person.Name);
        }

        return string.Join('、', names);
    }

    private async Task<string> NameAsync(string actor, CancellationToken cancellationToken) =>
        (await directory.FindPersonAsync(actor, cancellationToken))?.Name
        ?? (await directory.FindUnitAsync(actor, cancellationToken))?.Name
        ?? actor;
}

/// <summary>A page of projects.</summary>
/// <param name="Items">The projects.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record ProjectList(IReadOnlyList<ProjectByStageRow> Items, string? Next);
