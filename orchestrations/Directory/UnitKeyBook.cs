using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Directory;

/// <summary>The API keys of units. A key is shown when it is made, and from then on only its hash is known.</summary>
public sealed class UnitKeyBook(ITableStore tables, TimeProvider time)
{
    private const int KeyBytes = 32;

    /// <summary>
    /// Makes a key for a unit and answers it, this once. Keys are always random, so a key that was published for
    /// development can never become somebody's.
    /// </summary>
    public async Task<(string Key, UnitKeyRow Row)> IssueAsync(string unit, CancellationToken cancellation = default)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var row = new UnitKeyRow { Hash = HashOf(key), Unit = unit, CreatedAt = time.GetChinaNow() };
        // The pointer first: a key that could not be withdrawn must not exist.
        await PointAsync(row, cancellation);
        await tables.TryInsertAsync(row, cancellation);
        return (key, row);
    }

    /// <summary>The unit whose key it is, by its id; null if it is nobody's or was withdrawn. Notes the day of use.</summary>
    public async Task<string?> FindAsync(string key, CancellationToken cancellation = default)
    {
        if (await tables.FindAsync<UnitKeyRow>(HashOf(key), UnitKeyRow.OnlyRowKey, cancellation) is not { } seen)
            return null;
        var today = time.GetChinaToday();
        if (seen.Value.LastUsed != today)
        {
            await PointAsync(seen.Value, cancellation);
            // Replaced and not upserted: a key that was withdrawn in this moment must not come back.
            await tables.TryReplaceAsync(seen, seen.Value with { LastUsed = today }, cancellation);
        }

        return seen.Value.Unit;
    }

    /// <summary>The keys of a unit that are valid, oldest first.</summary>
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

    /// <summary>Withdraws a key: from now on it opens nothing. False if the unit has none with this id.</summary>
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

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
