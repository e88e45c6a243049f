using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>Keeps the entries of the library and their lists. Every method may be repeated.</summary>
public sealed class LibraryBook(ITableStore tables)
{
    /// <summary>Writes an entry. First into the new list, then out of the others: a crash between leaves it in two, never in none.</summary>
    public async Task WriteAsync(LibraryEntryRow entry, CancellationToken cancellation = default)
    {
        await tables.UpsertAsync(new LibraryYearRow { Project = entry.Project, Year = entry.PlanYear }, cancellation);
        await tables.UpsertAsync(entry, cancellation);
        await tables.UpsertAsync(new LibraryListRow { Entry = entry }, cancellation);
        foreach (var state in Enum.GetValues<LibraryState>().Where(state => state != entry.State))
            await tables.DeleteAsync<LibraryListRow>(LibraryListRow.PartitionOf(entry.PlanYear, state), entry.Project, cancellation);
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
        if (await FindAsync(project, cancellation) is { } entry && change(entry) is var next && next != entry) await WriteAsync(next, cancellation);
    }

    /// <summary>A page of a year's entries, of one state or of all.</summary>
    public async Task<Page<LibraryEntryRow>> ReadAsync(
        int year, LibraryState? state, int size, string? continuation = null, CancellationToken cancellation = default)
    {
        if (state is null) return await tables.ReadPageAsync<LibraryEntryRow>(LibraryEntryRow.PartitionOf(year), size, continuation, cancellation);
        var page = await tables.ReadPageAsync<LibraryListRow>(LibraryListRow.PartitionOf(year, state.Value), size, continuation, cancellation);
        return new([.. page.Rows.Select(row => new Row<LibraryEntryRow>(row.Value.Entry, row.ETag))], page.Continuation);
    }
}
