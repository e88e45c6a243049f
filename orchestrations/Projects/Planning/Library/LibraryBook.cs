using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Keeps the entries of the library and their lists. The entry is what counts and is only ever written over what was seen;
/// the lists follow it. Every method may be repeated: what a crash left of the lists is mended by the repetition.
/// </summary>
public sealed class LibraryBook(ITableStore tables)
{
    /// <summary>Puts a project's first entry of a year into the library; false if it has one.</summary>
    public async Task<bool> TryAddAsync(LibraryEntryRow entry, CancellationToken cancellation = default)
    {
        var added = await tables.TryInsertAsync(entry, cancellation);
        await tables.UpsertAsync(new LibraryYearRow { Project = entry.Project, Year = entry.PlanYear }, cancellation);
        await ListAsync(entry.PlanYear, entry.Project, cancellation);
        return added;
    }

    /// <summary>A project's newest entry; null if it never came into the library.</summary>
    public async Task<LibraryEntryRow?> FindAsync(string project, CancellationToken cancellation = default)
    {
        int? last = null;
        await foreach (var year in tables.ReadPartitionAsync<LibraryYearRow>(project, cancellation: cancellation)) last = year.Value.Year;
        return last is null
            ? null
            : (await tables.FindAsync<LibraryEntryRow>(LibraryEntryRow.PartitionOf(last.Value), project, cancellation))?.Value;
    }

    /// <summary>Changes a project's newest entry; nothing happens where there is none.</summary>
    public async Task ChangeAsync(string project, Func<LibraryEntryRow, LibraryEntryRow> change, CancellationToken cancellation = default)
    {
        if (await FindAsync(project, cancellation) is { } entry) await ChangeAsync(entry.PlanYear, project, change, cancellation);
    }

    /// <summary>
    /// Changes a project's entry of a year; nothing happens where there is none. Where somebody else was faster,
    /// <paramref name="change"/> is asked again about what stands then, so that neither is lost.
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

    /// <summary>A page of a year's entries, of one state or of all, of one unit or of all.</summary>
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
    /// Lists an entry as it stands: first into the new lists, then out of the others, so that a crash between leaves it in two,
    /// never in none; and again if it changed meanwhile, so that the lists end with what stands last.
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
