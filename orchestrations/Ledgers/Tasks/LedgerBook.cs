using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Reads ledgers and their tasks.</summary>
public sealed class LedgerBook(ITableStore tables, TimeProvider time)
{
    /// <summary>Returns all ledgers, newest first.</summary>
    public async Task<IReadOnlyList<LedgerRow>> ListAsync(CancellationToken cancellation = default) =>
        [.. (await tables.ListAsync<LedgerRow>(LedgerRow.Partition, cancellation)).OrderByDescending(ledger => ledger.At)];

    /// <summary>Returns a ledger; null if there is none.</summary>
    public async Task<LedgerRow?> FindAsync(string id, CancellationToken cancellation = default) =>
        (await tables.FindAsync<LedgerRow>(LedgerRow.Partition, id, cancellation))?.Value;

    /// <summary>Returns a task by its key; null if there is none.</summary>
    public async Task<LedgerTaskRow?> FindTaskAsync(LedgerRow ledger, string key, CancellationToken cancellation = default) =>
        await tables.FindAsync<LedgerTaskKeyRow>(ledger.TaskPartition, key, cancellation) is { Value: var pointer }
            ? await FindTaskAsync(ledger, pointer.Ordinal, cancellation)
            : null;

    /// <summary>Returns a task by its place; null if there is none.</summary>
    public async Task<LedgerTaskRow?> FindTaskAsync(LedgerRow ledger, int ordinal, CancellationToken cancellation = default) =>
        (await tables.FindAsync<LedgerTaskRow>(ledger.TaskPartition, LedgerTaskRow.RowKeyOf(ordinal), cancellation))?.Value;

    /// <summary>Returns all tasks of a ledger in full, by place; lists take the index.</summary>
    public async Task<IReadOnlyList<LedgerTaskRow>> TasksAsync(LedgerRow ledger, CancellationToken cancellation = default) =>
        await tables.ListAsync<LedgerTaskRow>(ledger.TaskPartition, cancellation);

    /// <summary>Returns all tasks of a ledger as the index has them, by place.</summary>
    public async Task<IReadOnlyList<LedgerIndexEntry>> IndexAsync(LedgerRow ledger, CancellationToken cancellation = default)
    {
        var entries = new List<LedgerIndexEntry>(ledger.Tasks);
        await foreach (var chunk in tables.ReadPartitionAsync<LedgerIndexRow>(ledger.TaskPartition, cancellation: cancellation)) entries.AddRange(chunk.Value.Entries);
        return entries;
    }

    /// <summary>
    /// Returns a page of the tasks that a filter shows, from a place on. Reads only as many chunks as it needs; none but the last page
    /// reads to the end.
    /// </summary>
    /// <param name="ledger">the ledger</param>
    /// <param name="filter">the filter</param>
    /// <param name="from">the place of the first task to look at, from 0</param>
    /// <param name="size">tasks at most</param>
    /// <param name="cancellation">the cancellation token</param>
    public async Task<TaskPage> PageAsync(LedgerRow ledger, TaskFilter filter, int from, int size, CancellationToken cancellation = default)
    {
        var (shown, today, unit) = (new List<LedgerIndexEntry>(size), time.GetChinaToday(), PlaceOf(ledger, filter.Unit));
        for (var chunk = LedgerIndexRow.ChunkOf(from); chunk * LedgerIndexRow.ChunkSize < ledger.Tasks; chunk++)
        {
            if (await tables.FindAsync<LedgerIndexRow>(ledger.TaskPartition, LedgerIndexRow.RowKeyOf(chunk), cancellation) is not { Value: var row }) break;
            foreach (var entry in row.Entries)
            {
                if (entry.Ordinal < from || !filter.Shows(ledger, entry, today, unit)) continue;
                if (shown.Count == size) return new(shown, entry.Ordinal);
                shown.Add(entry);
            }
        }

        return new(shown, null);
    }

    /// <summary>Returns the tasks that a filter shows among those given.</summary>
    public IReadOnlyList<LedgerIndexEntry> Filter(LedgerRow ledger, TaskFilter filter, IEnumerable<LedgerIndexEntry> entries)
    {
        var (today, unit) = (time.GetChinaToday(), PlaceOf(ledger, filter.Unit));
        return [.. entries.Where(entry => filter.Shows(ledger, entry, today, unit))];
    }

    /// <summary>Returns the acts on a task, in their order.</summary>
    public async Task<IReadOnlyList<TaskActRow>> ActsAsync(LedgerTaskRow task, CancellationToken cancellation = default) =>
        await tables.ListAsync<TaskActRow>(TaskActRow.PartitionOf(task), cancellation);

    /// <summary>Returns the cycles of a ledger that were compiled, newest first.</summary>
    public async Task<IReadOnlyList<CompilationRow>> CompiledAsync(LedgerRow ledger, CancellationToken cancellation = default)
    {
        var rows = new List<CompilationRow>();
        foreach (var mode in Enum.GetValues<CycleMode>()) rows.AddRange(await tables.ListAsync<CompilationRow>(CompilationRow.PartitionOf(ledger.Id, mode), cancellation));
        return [.. rows.Where(row => row.CompiledAt is not null).OrderByDescending(row => row.CompiledAt)];
    }

    /// <summary>Returns the open requests to a unit for all of its tasks: to sign, to report.</summary>
    public async Task<IReadOnlyList<AskRow>> OpenAsksAsync(LedgerRow ledger, string unit, CancellationToken cancellation = default) =>
        [.. (await tables.ListAsync<AskRow>(LedgerSubject.OfUnit(ledger.Id, unit), cancellation)).Where(ask => ask.End is null).OrderBy(ask => ask.OpenedAt)];

    /// <summary>Returns the place of a unit in a ledger; null for none.</summary>
    public static int? PlaceOf(LedgerRow ledger, string? unit)
    {
        for (var i = 0; unit is not null && i < ledger.Units.Count; i++)
        {
            if (ledger.Units[i].Id == unit) return i;
        }

        return null;
    }
}
