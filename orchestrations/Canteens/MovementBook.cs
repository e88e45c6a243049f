using System.Text.Json;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Canteens;

/// <summary>What became of an entry.</summary>
/// <param name="Id">its id</param>
/// <param name="Outcome">what happened</param>
/// <param name="Sequence">its position in the chain, from 1; null if it is not there</param>
/// <param name="Failures">why it was refused</param>
public sealed record MovementResult(string Id, MovementOutcome Outcome, long? Sequence, IReadOnlyList<RuleFailure> Failures);

/// <summary>What can become of an entry.</summary>
public enum MovementOutcome
{
    /// <summary>It was written.</summary>
    Written,

    /// <summary>It was there already, with the same content.</summary>
    Known,

    /// <summary>Its id belongs to an entry with other content, which stays.</summary>
    Taken,

    /// <summary>It breaks a rule.</summary>
    Refused,
}

/// <summary>
/// Writes and reads entries. Each is written whole with its place in the canteen's chain and everything that leads to it, or not at all; one
/// that is sent again is recognised by its id.
/// </summary>
public sealed class MovementBook(ITableStore tables, CanteenBook canteens, TimeProvider time)
{
    /// <summary>The most entries of one request.</summary>
    public const int MostEntries = 500;

    /// <summary>The most entries of one transaction: each has up to nine rows, of which a table takes 100.</summary>
    private const int AtOnce = 11;

    private const int ReadAtOnce = 16;
    private const int MostAttempts = 200;

    /// <summary>
    /// Appends entries in their order. <paramref name="mayWrite"/> returns why the sender may not write what would stand; null if it may.
    /// Entries before one that fails stay written; sending all again completes the rest.
    /// </summary>
    public async Task<IReadOnlyList<MovementResult>> AppendAsync(
        CanteenRow canteen, IReadOnlyList<Movement> entries, string unit, string sender, Func<Movement, RuleFailure?> mayWrite, CancellationToken cancellation = default)
    {
        var results = new List<MovementResult>(entries.Count);
        var suppliers = (await canteens.SuppliersAsync(cancellation)).Select(supplier => supplier.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var some in entries.Chunk(AtOnce)) results.AddRange(await AppendSomeAsync(some));
        return results;

        async Task<IReadOnlyList<MovementResult>> AppendSomeAsync(Movement[] some)
        {
            // Mostly nothing of it is there. If a row turns out to be taken, another wrote meanwhile, or it is sent again.
            for (var attempt = 0; attempt < MostAttempts; attempt++)
            {
                var newest = await NewestAsync(canteen.Id, cancellation);
                var draft = new Draft(this, canteen.Id, newest, unit, sender, suppliers, mayWrite, time.GetChinaNow());
                foreach (var entry in some) await draft.AddAsync(entry, cancellation);
                if (draft.Rows.Count == 0) return draft.Results;
                await Task.WhenAll(draft.Batches.Select(batch => tables.TryInsertAsync(new CanteenBatchRow { Batch = batch, Canteen = canteen.Id }, cancellation)));
                try
                {
                    await tables.InsertBatchAsync<MovementRow>(draft.Rows, cancellation);
                    return draft.Results;
                }
                catch (RowsTakenException)
                {
                }
            }

            throw new TimeoutException($"The chain of {canteen.Id} moved on at every one of {MostAttempts} attempts.");
        }
    }

    /// <summary>Returns the newest entry of a canteen; null if it has none.</summary>
    public async Task<MovementRow?> NewestAsync(string canteen, CancellationToken cancellation = default)
    {
        // Entries come before every pointer, and the newest of them first.
        var page = await tables.ReadPageAsync<MovementRow>(canteen, 1, cancellation: cancellation);
        return page.Rows is [{ Value.Record: not null } newest] ? newest.Value : null;
    }

    /// <summary>Returns a page of a canteen's entries, newest first.</summary>
    public async Task<Page<MovementRow>> PageAsync(string canteen, int size, string? continuation, CancellationToken cancellation = default)
    {
        var page = await tables.ReadPageAsync<MovementRow>(canteen, size, continuation, cancellation);
        var entries = page.Rows.TakeWhile(row => row.Value.Record is not null).ToList();
        return new(entries, entries.Count < page.Rows.Count ? null : page.Continuation);
    }

    /// <summary>Checks the chain of a canteen, from its first entry to its newest.</summary>
    public async Task<ChainCheck> CheckAsync(string canteen, CancellationToken cancellation = default)
    {
        var rows = new List<MovementRow>();
        await foreach (var row in tables.ReadPartitionAsync<MovementRow>(canteen, MovementRow.Entries, cancellation)) rows.Add(row.Value);
        return MovementChain.Verify(rows);
    }

    /// <summary>Returns whether a canteen has an entry of a day.</summary>
    public Task<bool> DeliveredOnAsync(string canteen, DateOnly day, CancellationToken cancellation = default) =>
        tables.AnyAsync<MovementRow>(canteen, MovementRow.DayPrefix(day), cancellation);

    /// <summary>Returns the entries to which pointers with a prefix lead, oldest first, corrections among them.</summary>
    internal async Task<IReadOnlyList<MovementRow>> ReadAsync(string canteen, string prefix, CancellationToken cancellation)
    {
        var sequences = new List<long>();
        await foreach (var pointer in tables.ReadPartitionAsync<MovementRow>(canteen, prefix, cancellation)) sequences.Add(pointer.Value.Sequence);
        var entries = new List<MovementRow>();
        foreach (var some in sequences.Distinct().Order().Chunk(ReadAtOnce)) entries.AddRange(await Task.WhenAll(some.Select(sequence => EntryAsync(canteen, sequence, cancellation))));
        return entries;
    }

    private async Task<MovementRow> EntryAsync(string canteen, long sequence, CancellationToken cancellation) =>
        (await tables.FindAsync<MovementRow>(canteen, MovementRow.EntryKey(sequence), cancellation))?.Value
        ?? throw new InvalidOperationException($"Entry {sequence} of {canteen} was taken out of its chain.");

    private async Task<MovementRow?> FindAsync(string canteen, string id, CancellationToken cancellation) =>
        await tables.FindAsync<MovementRow>(canteen, MovementRow.IdKey(id), cancellation) is { } pointer ? await EntryAsync(canteen, pointer.Value.Sequence, cancellation) : null;

    /// <summary>Entries that are about to be written in one transaction.</summary>
    private sealed class Draft(
        MovementBook book, string canteen, MovementRow? newest, string unit, string sender, IReadOnlySet<string> suppliers, Func<Movement, RuleFailure?> mayWrite, DateTimeOffset now)
    {
        private readonly Dictionary<string, MovementRow> _added = new(StringComparer.Ordinal);
        private readonly bool _isFirst = newest is null;
        private MovementRow? _newest = newest;

        public List<MovementRow> Rows { get; } = [];

        public List<MovementResult> Results { get; } = [];

        public HashSet<string> Batches { get; } = new(StringComparer.Ordinal);

        public async Task AddAsync(Movement entry, CancellationToken cancellation)
        {
            if ((_added.GetValueOrDefault(entry.Id) ?? (_isFirst ? null : await book.FindAsync(canteen, entry.Id, cancellation))) is { } known)
            {
                var same = JsonSerializer.Serialize(known.Record!.Movement, RecordJson.Options) == JsonSerializer.Serialize(entry, RecordJson.Options);
                Results.Add(new(entry.Id, same ? MovementOutcome.Known : MovementOutcome.Taken, known.Sequence, []));
                return;
            }

            var before = entry.Type == MovementType.Correction && entry.Corrects is { } root ? await StandingAsync(root, cancellation) : null;
            var record = new MovementRecord(entry, unit, sender, now) { Corrected = before?.With(entry) };
            List<RuleFailure> failures = [.. MovementRules.Check(entry, before, now)];
            if (failures.Count == 0)
            {
                foreach (var (field, id) in (ReadOnlySpan<(string, string?)>)[("supplier", record.Standing.Supplier), ("carrier", record.Standing.Carrier)])
                {
                    if (id is not null && !suppliers.Contains(id)) failures.Add(new("canteen-supplier", CanteensPolicy.Sources, field, $"没有登记编号为{id}的供应商，请先登记"));
                }

                // Nobody corrects another's entry into one of their own.
                if (((before is null ? null : mayWrite(before)) ?? mayWrite(record.Standing)) is { } foreign) failures.Add(foreign);
            }

            if (failures.Count > 0)
            {
                Results.Add(new(entry.Id, MovementOutcome.Refused, Sequence: null, failures));
                return;
            }

            var rows = MovementChain.Link(canteen, _newest, record, before);
            (_newest, _added[entry.Id]) = (rows[0], rows[0]);
            Rows.AddRange(rows);
            Batches.Add(record.Standing.Batch!);
            Results.Add(new(entry.Id, MovementOutcome.Written, _newest.Sequence, []));
        }

        /// <summary>Returns an entry as it stands after its corrections; null if there is none.</summary>
        private async Task<Movement?> StandingAsync(string root, CancellationToken cancellation)
        {
            if (_added.Values.Where(row => row.Record!.Root == root).MaxBy(row => row.Sequence) is { } added) return added.Record!.Standing;
            if (_isFirst || await book.FindAsync(canteen, root, cancellation) is not { } first || first.Record!.Movement.Type == MovementType.Correction) return null;
            var corrections = await book.ReadAsync(canteen, MovementRow.CorrectionPrefix(root), cancellation);
            return (corrections.Count > 0 ? corrections[^1] : first).Record!.Standing;
        }
    }
}
