using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Evacuations;

/// <summary>The result of an import.</summary>
/// <param name="Accepted">the number of entries that stand in the register as the file has them</param>
/// <param name="Added">those that were not there</param>
/// <param name="Changed">those that were different</param>
/// <param name="Removed">the number of entries taken out</param>
/// <param name="Faults">the faults because of which nothing was written; empty if it was</param>
public sealed record RegisterReceipt(int Accepted, int Added, int Changed, int Removed, IReadOnlyList<SheetFault> Faults);

/// <summary>
/// Keeps the registers of counties. Everything is checked before anything is written; after a crash, the same import completes the work.
/// </summary>
public sealed class RegisterImport(RegisterBook book, ITableStore tables, PersonalData personal, IAuditTrail audit, TimeProvider time)
{
    private const int BatchSize = 100;
    private const int MostNamed = 50;

    /// <summary>Returns the subject whose audit trail records the imports of a county.</summary>
    public static string SubjectOf(string county) => $"evacuations.{county}";

    /// <summary>
    /// Enters the entries of a file: each is added or replaced by its id. If the file is the <paramref name="whole"/> register, entries that it
    /// lacks are taken out; they are deleted after <see cref="EvacuationPolicy.RemovedKeptDays"/> days.
    /// </summary>
    public async Task<RegisterReceipt> ImportAsync(string county, RegisterKind kind, Sheet sheet, bool whole, string by, CancellationToken cancellation = default)
    {
        var faults = new List<SheetFault>();
        var entries = RegisterRules.Read(kind, sheet, await book.FactsAsync(county, kind, sheet, whole, cancellation), faults);
        if (faults.Count > 0) return new(0, 0, 0, 0, faults);

        var known = new Dictionary<string, Row<RegisterRow>>(StringComparer.Ordinal);
        await foreach (var row in tables.ReadPartitionAsync<RegisterRow>(RegisterRow.PartitionOf(county, kind.Key), cancellation: cancellation)) known[row.Value.Id] = row;
        var now = time.GetChinaNow();
        var added = entries.Where(values => !known.ContainsKey(values[RegisterKind.Id])).ToList();
        var changed = entries.Where(values => known.TryGetValue(values[RegisterKind.Id], out var row) && Differs(row.Value, values)).ToList();
        var named = entries.Select(values => values[RegisterKind.Id]).ToHashSet(StringComparer.Ordinal);
        var removed = whole ? known.Values.Where(row => row.Value.RemovedAt is null && !named.Contains(row.Value.Id)).ToList() : [];
        if (added.Count + changed.Count + removed.Count == 0) return new(entries.Count, 0, 0, 0, []);

        await NoteAsync(county, kind, by, now, added, changed, removed, cancellation);
        foreach (var batch in added.Chunk(BatchSize)) await InsertAsync(county, kind, batch, by, now, cancellation);
        foreach (var values in changed) await ReplaceAsync(county, kind, values, by, now, cancellation);
        foreach (var row in removed) await RemoveAsync(row.Value, by, now, cancellation);
        return new(entries.Count, added.Count, changed.Count, removed.Count, []);
    }

    private bool Differs(RegisterRow row, IReadOnlyDictionary<string, string> values) => row.RemovedAt is not null || Differences(row, values).Count > 0;

    private IReadOnlyList<string> Differences(RegisterRow row, IReadOnlyDictionary<string, string> values)
    {
        var before = personal.Open(row);
        return [.. before.Keys.Union(values.Keys, StringComparer.Ordinal).Where(key => before.GetValueOrDefault(key) != values.GetValueOrDefault(key)).Order(StringComparer.Ordinal)];
    }

    private async Task InsertAsync(string county, RegisterKind kind, IReadOnlyList<IReadOnlyDictionary<string, string>> batch, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            await tables.InsertBatchAsync<RegisterRow>([.. batch.Select(values => RowOf(county, kind, values, by, now))], cancellation);
        }
        catch (RowsTakenException)
        {
            // Another import entered some of them meanwhile.
            foreach (var values in batch)
            {
                if (!await tables.TryInsertAsync(RowOf(county, kind, values, by, now), cancellation)) await ReplaceAsync(county, kind, values, by, now, cancellation);
            }
        }
    }

    private async Task ReplaceAsync(string county, RegisterKind kind, IReadOnlyDictionary<string, string> values, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        while (true)
        {
            if (await tables.FindAsync<RegisterRow>(RegisterRow.PartitionOf(county, kind.Key), values[RegisterKind.Id], cancellation) is not { } seen)
            {
                if (await tables.TryInsertAsync(RowOf(county, kind, values, by, now), cancellation)) return;
                continue;
            }

            if (!Differs(seen.Value, values)) return;
            var next = personal.With(seen.Value, kind, values) with { RemovedAt = null, Changes = Add(seen.Value.Changes, new(now, by, Differences(seen.Value, values))) };
            if (await tables.TryReplaceAsync(seen, next, cancellation)) return;
        }
    }

    private async Task RemoveAsync(RegisterRow row, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        await tables.UpsertAsync(
            new RemovalRow { On = ChinaTime.DayOf(now).AddDays(EvacuationPolicy.RemovedKeptDays), County = row.County, Register = row.Register, Id = row.Id }, cancellation);
        while (await tables.FindAsync<RegisterRow>(row.PartitionKey, row.Id, cancellation) is { Value.RemovedAt: null } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { RemovedAt = now, Changes = Add(seen.Value.Changes, new(now, by, [])) }, cancellation)) return;
        }
    }

    private RegisterRow RowOf(string county, RegisterKind kind, IReadOnlyDictionary<string, string> values, string by, DateTimeOffset now) => personal.With(
        new() { County = county, Register = kind.Key, Id = values[RegisterKind.Id], Values = values, Changes = [new(now, by, [])] }, kind, values);

    private static RegisterChange[] Add(IReadOnlyList<RegisterChange> changes, RegisterChange change) => [.. changes.Append(change).TakeLast(RegisterRow.MostChanges)];

    /// <summary>Notes the change before it is made: who changed what, without any name or number.</summary>
    private Task NoteAsync(
        string county, RegisterKind kind, string by, DateTimeOffset now, List<IReadOnlyDictionary<string, string>> added, List<IReadOnlyDictionary<string, string>> changed,
        List<Row<RegisterRow>> removed, CancellationToken cancellation)
    {
        string[] parts =
        [
            .. Part("新增", [.. added.Select(values => values[RegisterKind.Id])]),
            .. Part("变更", [.. changed.Select(values => values[RegisterKind.Id])]),
            .. Part("移出", [.. removed.Select(row => row.Value.Id)]),
        ];
        return audit.AppendAsync(
            new AuditEntry
            {
                Subject = SubjectOf(county),
                Key = $"register|{kind.Key}|{now.UtcTicks}",
                At = now,
                Actor = by,
                Action = $"更新{kind.Title}登记簿",
                Article = kind.Article,
                Detail = string.Join('；', parts),
            },
            cancellation);

        static IEnumerable<string> Part(string what, IReadOnlyList<string> ids) => ids.Count == 0
            ? []
            : [$"{what}{ids.Count}条：{string.Join('、', ids.Take(MostNamed))}{(ids.Count > MostNamed ? "等" : "")}"];
    }
}
