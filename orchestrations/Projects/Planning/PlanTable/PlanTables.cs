using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>Reads and writes the plan tables of the years.</summary>
public sealed class PlanTables(ITableStore tables)
{
    /// <summary>Every version of a year's table, oldest first.</summary>
    public async Task<IReadOnlyList<PlanVersionRow>> VersionsAsync(int year, CancellationToken cancellation = default) =>
        await tables.ListAsync<PlanVersionRow>($"{year:D4}", cancellation);

    /// <summary>A project's lines in the plans of all years, oldest first.</summary>
    public async Task<IReadOnlyList<PlanEntryRow>> EntriesAsync(string project, CancellationToken cancellation = default) =>
        await tables.ListAsync<PlanEntryRow>(project, cancellation);

    /// <summary>
    /// Writes the next version; under a key that has one, that one is completed. The versions come first and decide; the entries
    /// of the projects follow them.
    /// </summary>
    internal async Task<PlanVersionRow> WriteAsync(PlanVersionRow next, CancellationToken cancellation = default)
    {
        while (true)
        {
            var versions = await VersionsAsync(next.Year, cancellation);
            var row = versions.FirstOrDefault(version => version.Key == next.Key);
            if (row is null)
            {
                row = next with { Version = versions.Count == 0 ? 1 : versions[^1].Version + 1 };
                if (!await tables.TryInsertAsync(row, cancellation)) continue;
            }

            foreach (var change in row.Changes) await EnterAsync(row, change, cancellation);
            return row;
        }
    }

    /// <summary>
    /// Takes in a project with its 立项批复, unless its batch brought it in already: what was decided one by one, and what 市发展改革委
    /// established with its works.
    /// </summary>
    internal async Task EstablishAsync(ProjectRow project, string number, PlanOrigin origin, DateOnly on, DateTimeOffset at, CancellationToken cancellation)
    {
        var key = $"project-{project.Id}";
        var entries = await EntriesAsync(project.Id, cancellation);
        if (entries.Any(entry => origin == PlanOrigin.AnnualPlan || entry.Line.Origin is PlanOrigin.AnnualPlan or PlanOrigin.MidYear)) return;
        await WriteAsync(
            new()
            {
                Year = PlanTableRules.YearOfOneByOne(on),
                Version = 0,
                Key = key,
                Title = $"{PlanTableRules.Text(origin)}立项：{project.Name}（{number}）",
                Article = PlanTableRules.ArticleOf(origin),
                At = at,
                Changes = [new(PlanChangeKind.Added, PlanTableRules.LineOf(project, thisYear: null, origin))],
            },
            cancellation);
    }

    private async Task EnterAsync(PlanVersionRow version, PlanChange change, CancellationToken cancellation)
    {
        var entry = new PlanEntryRow
        {
            Year = version.Year,
            Version = version.Version,
            Line = change.Line,
            Dropped = change.Kind == PlanChangeKind.Dropped,
        };
        while (!await tables.TryInsertAsync(entry, cancellation))
        {
            if (await tables.FindAsync<PlanEntryRow>(entry.PartitionKey, entry.RowKey, cancellation) is not { } seen) continue;
            // A version that is completed late does not undo a newer one.
            if (seen.Value.Version >= entry.Version || await tables.TryReplaceAsync(seen, entry, cancellation)) return;
        }
    }
}
