using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Stores the library's entries and lists. The entry is authoritative and changed with optimistic concurrency; the
/// lists are derived from it. Every method is safe to repeat, which also repairs lists left incomplete by a crash.
/// </summary>
public sealed class LibraryBook(ITableStore tables)
{
    /// <summary>Adds a project's first entry of a year; false if it already has one.</summary>
    public async Task<bool> TryAddAsync(LibraryEntryRow entry, CancellationToken cancellation = default)
    {
        var added = await tables.TryInsertAsync(entry, cancellation);
        await tables.UpsertAsync(new LibraryYearRow { Project = entry.Project, Year = entry.PlanYear }, cancellation);
        await ListAsync(entry.PlanYear, entry.Project, cancellation);
        return added;
    }

    /// <summary>Returns a project's latest entry; null if there is none.</summary>
    public async Task<LibraryEntryRow?> FindAsync(string project, CancellationToken cancellation = default)
    {
        int? last = null;
        await foreach (var year in tables.ReadPartitionAsync<LibraryYearRow>(project, cancellation: cancellation)) last = year.Value.Year;
        return last is null
            ? null
            : (await tables.FindAsync<LibraryEntryRow>(LibraryEntryRow.PartitionOf(last.Value), project, cancellation))?.Value;
    }

    /// <summary>Changes a project's latest entry; does nothing if there is none.</summary>
    public async Task ChangeAsync(string project, Func<LibraryEntryRow, LibraryEntryRow> change, CancellationToken cancellation = default)
    {
        if (await FindAsync(project, cancellation) is { } entry) await ChangeAsync(entry.PlanYear, project, change, cancellation);
    }

    /// <summary>
    /// Changes a project's entry of a year; does nothing if there is none. After a concurrent change,
    /// <paramref name="change"/> is applied again to the new entry, so that neither is lost.
    /// </summary>
    public async Task ChangeAsync(
        int year, string project, Func<LibraryEntryRow, LibraryEntryRow> change, CancellationToken cancellation = default)
    {
        while (await tables.FindAsync<LibraryEntryRow>(LibraryEntryRow.PartitionOf(year), project, cancellation) is { } seen)
        {
            if (change(seen.Value) is var next && next != seen.Value && !await tables.TryReplaceAsync(seen, next, cancellation)) continue;
            await ListAsync(year, project, cancellation);
            return;
        }
    }

    /// <summary>Returns a page of a year's entries, optionally of one state or one unit.</summary>
    public async Task<Page<LibraryEntryRow>> ReadAsync(
        int year, LibraryState? state, int size, string? continuation = null, string? unit = null, CancellationToken cancellation = default)
    {
        if (unit is not null)
        {
            var own = await tables.ReadPageAsync<LibraryUnitRow>(LibraryUnitRow.PartitionOf(year, unit, state), size, continuation, cancellation);
            return new([.. own.Rows.Select(row => new Row<LibraryEntryRow>(row.Value.Entry, row.ETag))], own.Continuation);
        }

        if (state is null) return await tables.ReadPageAsync<LibraryEntryRow>(LibraryEntryRow.PartitionOf(year), size, continuation, cancellation);
        var page = await tables.ReadPageAsync<LibraryListRow>(LibraryListRow.PartitionOf(year, state.Value), size, continuation, cancellation);
        return new([.. page.Rows.Select(row => new Row<LibraryEntryRow>(row.Value.Entry, row.ETag))], page.Continuation);
    }

    /// <summary>
    /// Updates the lists of an entry: adds it to the new lists, then removes it from the others, so that a crash leaves
    /// it in two rather than none. Repeats if the entry has changed in the meantime.
    /// </summary>
    private async Task ListAsync(int year, string project, CancellationToken cancellation)
    {
        LibraryEntryRow? listed = null;
        while (await tables.FindAsync<LibraryEntryRow>(LibraryEntryRow.PartitionOf(year), project, cancellation) is { Value: var entry } && entry != listed)
        {
            await tables.UpsertAsync(new LibraryListRow { Entry = entry }, cancellation);
            foreach (var row in LibraryUnitRow.Of(entry)) await tables.UpsertAsync(row, cancellation);
            foreach (var other in Enum.GetValues<LibraryState>().Where(state => state != entry.State))
            {
                await tables.DeleteAsync<LibraryListRow>(LibraryListRow.PartitionOf(year, other), project, cancellation);
                await tables.DeleteAsync<LibraryUnitRow>(LibraryUnitRow.PartitionOf(year, entry.Unit, other), project, cancellation);
            }

            listed = entry;
        }
    }
}
