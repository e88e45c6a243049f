using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Finds projects by a part of their name, their unit's name or the number of their 立项批复. Chinese has no spaces between
/// words, so every two characters that follow each other are a key. A search reads one page a pair, of a few pairs, and
/// goes on with the rarest of them.
/// </summary>
public sealed class ProjectSearch(ITableStore tables)
{
    /// <summary>The least that may be searched for.</summary>
    public const int LeastLength = 2;

    /// <summary>The most that a search answers.</summary>
    public const int MostFound = 50;

    private const int PageSize = 200;
    private const int MostPairs = 16;
    private const int Parallel = 8;

    /// <summary>Searches; the newest projects come first.</summary>
    public async Task<ProjectsFound> FindAsync(string text, CancellationToken cancellation = default)
    {
        var wanted = text.Trim();
        if (wanted.Length < LeastLength) return new([], More: false);
        var pages = await Task.WhenAll(PairsOf(wanted).TakeLast(MostPairs).Select(pair => tables.ReadPageAsync<ProjectWordRow>(pair, PageSize, cancellation: cancellation)));
        // A pair that ended within its page names every project that can match. If none did, what their pages hold is
        // the newest part of it.
        var rarest = pages.Where(page => page.Continuation is null).MinBy(page => page.Rows.Count);
        var words = (rarest is null ? pages : [rarest])
            .SelectMany(page => page.Rows)
            .Select(row => row.Value)
            .Where(word => word.Text.Contains(wanted, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(word => word.Id)
            .OrderByDescending(word => word.SubmittedAt)
            .ToList();
        var lines = await LinesAsync(words.Take(MostFound), cancellation);
        if (await FindByIdAsync(wanted, cancellation) is { } named && lines.All(line => line.Id != named.Id)) lines = [named, .. lines];
        return new(lines, rarest is null || words.Count > MostFound);
    }

    /// <summary>Makes a project findable by its name and its unit, and by its number once it has one.</summary>
    public static async Task IndexAsync(ITableStore tables, ProjectRow project, CancellationToken cancellation)
    {
        foreach (var words in WordsOf(project).Chunk(Parallel)) await Task.WhenAll(words.Select(word => tables.UpsertAsync(word, cancellation)));
    }

    /// <summary>The rows by which a project is found.</summary>
    public static IEnumerable<ProjectWordRow> WordsOf(ProjectRow project)
    {
        foreach (var (field, text) in new[] { ("n", project.Name), ("u", project.UnitName), ("a", project.ApprovalNumber) })
        {
            foreach (var pair in PairsOf(text ?? string.Empty))
                yield return new() { Pair = pair, Id = project.Id, Field = field, Text = text!, SubmittedAt = project.SubmittedAt };
        }
    }

    private static IEnumerable<string> PairsOf(string text)
    {
        var upper = text.ToUpperInvariant();
        return Enumerable.Range(0, Math.Max(0, upper.Length - 1)).Select(start => upper.Substring(start, 2)).Distinct(StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<ProjectListRow>> LinesAsync(IEnumerable<ProjectWordRow> words, CancellationToken cancellation)
    {
        var lines = new List<ProjectListRow>();
        foreach (var some in words.Chunk(Parallel))
        {
            var rows = await Task.WhenAll(some.Select(word =>
                tables.FindAsync<ProjectListRow>(ProjectListRow.All, ProjectListRow.RowKeyOf(word.SubmittedAt, word.Id), cancellation)));
            lines.AddRange(rows.OfType<Row<ProjectListRow>>().Select(row => row.Value));
        }

        return lines;
    }

    private async Task<ProjectListRow?> FindByIdAsync(string id, CancellationToken cancellation) =>
        await tables.FindAsync<ProjectRow>(id, ProjectRow.OnlyRowKey, cancellation) is { Value: var project }
            ? (await tables.FindAsync<ProjectListRow>(ProjectListRow.All, ProjectListRow.RowKeyOf(project.SubmittedAt, id), cancellation))?.Value
            : null;
}

/// <summary>What a search found.</summary>
/// <param name="Projects">The projects, the newest first.</param>
/// <param name="More">Whether there may be more than these.</param>
public sealed record ProjectsFound(IReadOnlyList<ProjectListRow> Projects, bool More);
