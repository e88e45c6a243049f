using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Canteens;

/// <summary>The hash chain of a canteen's entries (三（二）交易数据不可篡改). Pure.</summary>
internal static class MovementChain
{
    /// <summary>
    /// Returns the rows of an entry that follows a canteen's newest: the entry and its pointers. A correction is found by what the entry said
    /// before (<paramref name="before"/>) and by what it says now, so that each reading of a batch sees what left it.
    /// </summary>
    public static IReadOnlyList<MovementRow> Link(string canteen, MovementRow? newest, MovementRecord record, Movement? before)
    {
        var sequence = (newest?.Sequence ?? 0) + 1;
        var previous = newest?.Hash ?? AuditChain.NoHash;
        var entry = new MovementRow
        {
            Canteen = canteen,
            Key = MovementRow.EntryKey(sequence),
            Sequence = sequence,
            Record = record,
            PreviousHash = previous,
            Hash = AuditChain.HashOf(sequence, record, previous),
        };
        return [entry, .. PointersOf(record, before).Distinct(StringComparer.Ordinal).Select(key => new MovementRow { Canteen = canteen, Key = $"{key}{(key[0] == 'i' ? "" : $"{sequence:D10}")}", Sequence = sequence })];
    }

    /// <summary>Checks the entries of a canteen, newest first.</summary>
    public static ChainCheck Verify(IReadOnlyList<MovementRow> newestFirst)
    {
        var previous = AuditChain.NoHash;
        for (var i = 0; i < newestFirst.Count; i++)
        {
            var row = newestFirst[^(i + 1)];
            if (row.Sequence != i + 1) return Broken($"第{i + 1}条缺失，其后为第{row.Sequence}条。");
            if (row.Record is null || row.PreviousHash != previous) return Broken($"第{row.Sequence}条与上一条不相连。");
            if (row.Hash != AuditChain.HashOf(row.Sequence, row.Record, previous)) return Broken($"第{row.Sequence}条的内容已被改动。");
            previous = row.Hash;

            ChainCheck Broken(string reason) => new(newestFirst.Count, i + 1, reason, Head: null);
        }

        return new(newestFirst.Count, FirstBroken: null, Reason: null, newestFirst.Count == 0 ? null : previous);
    }

    private static IEnumerable<string> PointersOf(MovementRecord record, Movement? before)
    {
        yield return MovementRow.IdKey(record.Movement.Id);
        if (before is not null) yield return MovementRow.CorrectionPrefix(record.Root);
        foreach (var said in (Movement?[])[before, record.Standing])
        {
            if (said is null) continue;
            yield return MovementRow.BatchPrefix(said.Batch!);
            yield return MovementRow.DishPrefix(ChinaTime.DayOf(said.At!.Value), said.Type == MovementType.Dish ? said.Item! : "");
            if (said is { Type: MovementType.Purchase or MovementType.Delivery, Supplier: { } supplier }) yield return MovementRow.SupplierPrefix(supplier);
        }
    }
}

/// <summary>The result of checking a canteen's chain.</summary>
/// <param name="Entries">the number of entries</param>
/// <param name="FirstBroken">the first position that is broken; null if the chain is whole</param>
/// <param name="Reason">why, in Chinese; null if the chain is whole</param>
/// <param name="Head">
/// the hash of the newest entry, null without entries: whoever kept an earlier one can prove that nothing before it was rewritten
/// </param>
public sealed record ChainCheck(int Entries, int? FirstBroken, string? Reason, string? Head)
{
    /// <summary>Gets whether no entry was changed, taken out or moved.</summary>
    public bool Whole => FirstBroken is null;
}
