using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Directory;

/// <summary>The API keys of units. A key is shown once, on creation; only its hash is stored.</summary>
public sealed class UnitKeyBook(ITableStore tables, TimeProvider time)
{
    /// <summary>
    /// Creates a key for a unit and returns it, this once. Keys are always random, so a key published for development cannot become a real
    /// one.
    /// </summary>
    public async Task<(string Key, UnitKeyRow Row)> IssueAsync(string unit, CancellationToken cancellation = default)
    {
        var key = Secrets.New();
        var row = new UnitKeyRow { Hash = Secrets.HashOf(key), Unit = unit, CreatedAt = time.GetChinaNow() };
        // Write the pointer first: without it the key could not be withdrawn.
        await PointAsync(row, cancellation);
        await tables.TryInsertAsync(row, cancellation);
        return (key, row);
    }

    /// <summary>Returns the id of the unit that a key belongs to; null if there is none or the key was withdrawn. Records the day of use.</summary>
    public async Task<string?> FindAsync(string key, CancellationToken cancellation = default)
    {
        if (await tables.FindAsync<UnitKeyRow>(Secrets.HashOf(key), UnitKeyRow.OnlyRowKey, cancellation) is not { } seen)
            return null;
        var today = time.GetChinaToday();
        if (seen.Value.LastUsed != today)
        {
            await PointAsync(seen.Value, cancellation);
            // Replace, do not upsert: a key withdrawn at this moment must not come back.
            await tables.TryReplaceAsync(seen, seen.Value with { LastUsed = today }, cancellation);
        }

        return seen.Value.Unit;
    }

    /// <summary>Returns the valid keys of a unit, oldest first.</summary>
    public async Task<IReadOnlyList<UnitKeyRow>> OfAsync(string unit, CancellationToken cancellation = default)
    {
        var found = new List<UnitKeyRow>();
        await foreach (var pointer in tables.ReadPartitionAsync<UnitKeyByUnitRow>(unit, cancellation: cancellation))
        {
            if (await tables.FindAsync<UnitKeyRow>(pointer.Value.Hash, UnitKeyRow.OnlyRowKey, cancellation) is { } row)
                found.Add(row.Value);
        }

        return [.. found.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id, StringComparer.Ordinal)];
    }

    /// <summary>Withdraws a key at once. Returns false if the unit has no key with this id.</summary>
    public async Task<bool> WithdrawAsync(string unit, string id, CancellationToken cancellation = default)
    {
        if (id.Length != UnitKeyRow.IdLength
            || await tables.FindAsync<UnitKeyByUnitRow>(unit, id, cancellation) is not { } pointer
            || await tables.FindAsync<UnitKeyRow>(pointer.Value.Hash, UnitKeyRow.OnlyRowKey, cancellation) is null)
            return false;
        await tables.DeleteAsync<UnitKeyRow>(pointer.Value.Hash, UnitKeyRow.OnlyRowKey, cancellation);
        await tables.DeleteAsync<UnitKeyByUnitRow>(unit, id, cancellation);
        return true;
    }

    private Task PointAsync(UnitKeyRow row, CancellationToken cancellation) =>
        tables.UpsertAsync(new UnitKeyByUnitRow { Unit = row.Unit, Hash = row.Hash }, cancellation);
}
