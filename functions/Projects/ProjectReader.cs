using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Reads projects for pages and API, with people by their names and lights by the clock.</summary>
public sealed class ProjectReader(ProjectQueries queries, ProjectSearch search, IDirectory directory, TimeProvider time)
{
    private const int MostOfAUnit = 1000;
    private const int LongestId = 100;

    /// <summary>A project; null when there is none.</summary>
    public async Task<ProjectView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id, cancellationToken) is not { } project)
            return null;
        var now = time.GetChinaNow();
        var names = NewNames();
        return project with
        {
            Deadlines = await NamedAsync(project.Deadlines.Select(deadline => deadline.At(now)), names, cancellationToken),
            History = await NamedAsync(project.History, names, cancellationToken),
        };
    }

    /// <summary>A page of the projects, of one stage and of one unit where they are named; null when there is no such stage.</summary>
    public async Task<ProjectList?> ListAsync(string? stage, string? unit, int size, string? after, CancellationToken cancellationToken)
    {
        stage = string.IsNullOrEmpty(stage) ? null : stage;
        if (stage is not null && !Stages.All.Contains(stage))
            return null;
        var page = await queries.ListAsync(unit, stage, size, string.IsNullOrEmpty(after) ? null : after, cancellationToken);
        return new([.. page.Rows.Select(row => row.Value)], page.Continuation);
    }

    /// <summary>
    /// Projects whose name, unit, number of the 立项批复 or id has the text. A unit that reads only its own has them
    /// searched one by one: they are few.
    /// </summary>
    public async Task<ProjectsFound> SearchAsync(string text, string? unit, CancellationToken cancellationToken)
    {
        if (unit is null)
            return await search.FindAsync(text, cancellationToken);
        var wanted = text.Trim();
        var own = await queries.ListAsync(unit, stage: null, MostOfAUnit, continuation: null, cancellationToken);
        return new([.. own.Rows.Select(row => row.Value).Where(project => project.Id == wanted || Has(project.Name) || Has(project.ApprovalNumber))], More: false);

        bool Has(string? value) => value?.Contains(wanted, StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>Entries of a trail with people and units by their names.</summary>
    internal Task<IReadOnlyList<HistoryView>> NamedAsync(IEnumerable<AuditEntry> entries, CancellationToken cancellationToken) =>
        NamedAsync([.. entries.Select(HistoryView.Of)], NewNames(), cancellationToken);

    /// <summary>Deadlines with who had to act, by name.</summary>
    internal Task<IReadOnlyList<DeadlineView>> NamedAsync(IEnumerable<DeadlineView> deadlines, CancellationToken cancellationToken) =>
        NamedAsync(deadlines, NewNames(), cancellationToken);

    private static Dictionary<string, string> NewNames() => new(StringComparer.Ordinal) { [AuditEntry.System] = "系统" };

    private async Task<IReadOnlyList<DeadlineView>> NamedAsync(IEnumerable<DeadlineView> deadlines, Dictionary<string, string> names, CancellationToken cancellationToken)
    {
        var named = new List<DeadlineView>();
        foreach (var deadline in deadlines)
        {
            var people = new List<string>();
            foreach (var contact in deadline.Row?.Plan.Responsible ?? [])
                people.Add(await NameAsync(contact.Person, names, cancellationToken));
            if (people.Count == 0 && deadline.Row?.Plan.Unit is { } unit)
                people.Add(await NameAsync(unit, names, cancellationToken));
            named.Add(people.Count == 0 ? deadline : deadline with { For = string.Join('、', people.Distinct(StringComparer.Ordinal)) });
        }

        return named;
    }

    private async Task<IReadOnlyList<HistoryView>> NamedAsync(IReadOnlyList<HistoryView> history, Dictionary<string, string> names, CancellationToken cancellationToken)
    {
        var named = new List<HistoryView>(history.Count);
        foreach (var entry in history)
        {
            named.Add(entry with { Actor = await NameAsync(entry.Actor, names, cancellationToken), Detail = await NamedAsync(entry.Detail, cancellationToken) });
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
            // What people typed may look like a list of ids and be nobody's: nothing at all, or a whole page of letters.
            if (id.Length is 0 or > LongestId)
                return detail;
            if (await directory.FindPersonAsync(id, cancellationToken) is not { } person)
                return detail;
            names.Add(person.Name);
        }

        return string.Join('、', names);
    }

    private async Task<string> NameAsync(string actor, Dictionary<string, string> names, CancellationToken cancellationToken)
    {
        if (!names.TryGetValue(actor, out var name))
        {
            names[actor] = name = (await directory.FindPersonAsync(actor, cancellationToken))?.Name
                ?? (await directory.FindUnitAsync(actor, cancellationToken))?.Name
                ?? actor;
        }

        return name;
    }
}

/// <summary>A page of projects.</summary>
/// <param name="Items">The projects.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record ProjectList(IReadOnlyList<ProjectListRow> Items, string? Next);
