using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>Reads and writes the plan tables of the years.</summary>
public sealed class PlanTables(ITableStore tables)
{
    /// <summary>Returns all versions of a year's table, oldest first.</summary>
    public async Task<IReadOnlyList<PlanVersionRow>> VersionsAsync(int year, CancellationToken cancellation = default) =>
        await tables.ListAsync<PlanVersionRow>($"{year:D4}", cancellation);

    /// <summary>Returns a project's lines in the plans of all years, oldest first.</summary>
    public async Task<IReadOnlyList<PlanEntryRow>> EntriesAsync(string project, CancellationToken cancellation = default) =>
        await tables.ListAsync<PlanEntryRow>(project, cancellation);

    /// <summary>
    /// Writes the next version, or completes the existing one with the same key. The version is authoritative; the
    /// projects' entries are derived from it.
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

    /// <summary>Adds a project with its 立项批复 unless its batch already did: one decided one by one, or one established by 市发展改革委 with its works.</summary>
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
            // Completing an old version must not overwrite a newer one.
            if (seen.Value.Version >= entry.Version || await tables.TryReplaceAsync(seen, entry, cancellation)) return;
        }
    }
}
