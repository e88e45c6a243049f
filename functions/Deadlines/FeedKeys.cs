using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>The key of a unit's calendar feed. Table FeedKeys: partition = <c>feeds</c>, row = unit.</summary>
public sealed record FeedKeyRow : IRow
{
    /// <summary>The partition of all feed keys.</summary>
    public const string Partition = "feeds";

    /// <inheritdoc/>
    public static string TableName => "FeedKeys";

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>SHA-256 of the key.</summary>
    public required string Hash { get; init; }

    /// <summary>The time of creation.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Unit;
}

/// <summary>
/// The keys of calendar feeds. Calendar programs send no headers, so the key is part of the address and ends up in logs and synced
/// settings. It therefore differs from the unit's key: it only reads the unit's deadlines, and a new one replaces it.
/// </summary>
public sealed class FeedKeys(ITableStore tables, IDirectory directory, TimeProvider time)
{
    private const int LongestKey = 200;

    /// <summary>Creates a unit's key and returns it, this once: only its hash is stored.</summary>
    public async Task<string> IssueAsync(string unit, CancellationToken cancellation = default)
    {
        var key = $"{unit}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
        await tables.UpsertAsync(new FeedKeyRow { Unit = unit, Hash = HashOf(key), CreatedAt = time.GetChinaNow() }, cancellation);
        return key;
    }

    /// <summary>Returns the unit whose feed a key opens; null if there is none.</summary>
    public async Task<UnitRow?> FindUnitAsync(string? key, CancellationToken cancellation = default)
    {
        if (key is null or { Length: > LongestKey } || key.LastIndexOf('.') is not (> 0 and var dot))
            return null;
        if (await directory.FindUnitAsync(key[..dot], cancellation) is not { } unit)
            return null;
        var row = await tables.FindAsync<FeedKeyRow>(FeedKeyRow.Partition, unit.Id, cancellation);
        return row is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(row.Value.Hash), Encoding.ASCII.GetBytes(HashOf(key)))
            ? unit
            : null;
    }

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
