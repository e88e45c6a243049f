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
/// The key of a person's own calendar feed. Table PersonFeeds: partition = person, row = <c>feed</c>. It is stored in plain text, not as a
/// hash, because pages show the address each time; the deadlines that it gives access to are in the same storage.
/// </summary>
public sealed record PersonFeedRow : IRow
{
    /// <summary>A person has one.</summary>
    public const string OnlyRowKey = "feed";

    /// <inheritdoc/>
    public static string TableName => "PersonFeeds";

    /// <summary>The person's id.</summary>
    public required string Person { get; init; }

    /// <summary>The key, as it stands in the address.</summary>
    public required string Key { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Person;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>
/// The keys of calendar feeds. Calendar programs send no headers, so the key is part of the address and ends up in logs and synced
/// settings. It therefore differs from the unit's key: it only reads the unit's deadlines, and a new one replaces it. Each person has a
/// key too, for that person's tasks and the unit's deadlines; it stops working when the person leaves office.
/// </summary>
public sealed class FeedKeys(ITableStore tables, IDirectory directory, TimeProvider time)
{
    private const int LongestKey = 200;

    /// <summary>What the keys of people begin with; no unit's id has it.</summary>
    private const string OfPeople = "~";

    /// <summary>Creates a unit's key and returns it, this once: only its hash is stored.</summary>
    public async Task<string> IssueAsync(string unit, CancellationToken cancellation = default)
    {
        var key = $"{unit}.{Secrets.New()}";
        await tables.UpsertAsync(new FeedKeyRow { Unit = unit, Hash = Secrets.HashOf(key), CreatedAt = time.GetChinaNow() }, cancellation);
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
        return row is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(row.Value.Hash), Encoding.ASCII.GetBytes(Secrets.HashOf(key)))
            ? unit
            : null;
    }

    /// <summary>A person's key; made when it is first asked for.</summary>
    public async Task<string> OfPersonAsync(string person, CancellationToken cancellation = default)
    {
        if (await tables.FindAsync<PersonFeedRow>(person, PersonFeedRow.OnlyRowKey, cancellation) is { } there)
            return there.Value.Key;
        var made = NewOf(person);
        return await tables.TryInsertAsync(made, cancellation)
            ? made.Key
            : (await tables.FindAsync<PersonFeedRow>(person, PersonFeedRow.OnlyRowKey, cancellation))!.Value.Key;
    }

    /// <summary>Makes a person another key; the one before opens nothing from now on.</summary>
    public Task RenewAsync(string person, CancellationToken cancellation = default) => tables.UpsertAsync(NewOf(person), cancellation);

    /// <summary>The person whose feed a key opens; null if it opens none, or its person left.</summary>
    public async Task<PersonRow?> FindPersonAsync(string? key, CancellationToken cancellation = default)
    {
        if (key is null or { Length: > LongestKey } || !key.StartsWith(OfPeople, StringComparison.Ordinal) || key.LastIndexOf('.') is not (> 1 and var dot))
            return null;
        var id = key[OfPeople.Length..dot];
        // Nothing else may stand in the key of a row.
        if (!id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') || await directory.FindServingAsync(id, time.GetChinaToday(), cancellation) is not { } person)
            return null;
        var row = await tables.FindAsync<PersonFeedRow>(person.Id, PersonFeedRow.OnlyRowKey, cancellation);
        return row is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(row.Value.Key), Encoding.UTF8.GetBytes(key)) ? person : null;
    }

    private PersonFeedRow NewOf(string person) => new()
    {
        Person = person,
        Key = $"{OfPeople}{person}.{Secrets.New()}",
        CreatedAt = time.GetChinaNow(),
    };
}
