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
    /// Takes in a project with its 立项批复, unless its batch brought it in already: what was decided one by one, and what a plan
    /// of an earlier version of this system decided.
    /// </summary>
    internal async Task EstablishAsync(ProjectRow project, string number, bool planned, DateOnly on, DateTimeOffset at, CancellationToken cancellation)
    {
        var key = $"project-{project.Id}";
        var entries = await EntriesAsync(project.Id, cancellation);
        if (entries.Count > 0 && (planned || entries.Any(entry => entry.Line.Origin != PlanOrigin.OneByOne))) return;
        await WriteAsync(
            new()
            {
                Year = PlanTableRules.YearOfOneByOne(on),
                Version = 0,
                Key = key,
                Title = $"{(planned ? "年度计划" : "一事一议")}立项：{project.Name}（{number}）",
                Article = planned ? "第十条第一款" : "第十条第二款",
                At = at,
                Changes = [new(PlanChangeKind.Added, PlanTableRules.LineOf(project, thisYear: null, planned ? PlanOrigin.AnnualPlan : PlanOrigin.OneByOne))],
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
