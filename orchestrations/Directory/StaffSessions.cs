using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Directory;

/// <summary>
/// The session of a signed-in person. Table StaffSessions: partition = SHA-256 of the session's id in lower-case hexadecimal digits, row =
/// <c>session</c>; only the person's cookie holds the id itself.
/// </summary>
public sealed record StaffSessionRow : IRow
{
    /// <summary>The row key of all sessions.</summary>
    public const string OnlyRowKey = "session";

    /// <inheritdoc/>
    public static string TableName => "StaffSessions";

    /// <summary>SHA-256 of the session's id.</summary>
    public required string Hash { get; init; }

    /// <summary>The id of the person.</summary>
    public required string Person { get; init; }

    /// <summary>The time of sign-in.</summary>
    public required DateTimeOffset SignedInAt { get; init; }

    /// <summary>The time of expiry.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Hash;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>Sessions of staff: started by a mailed link, ended by signing out or after 12 hours.</summary>
public sealed class StaffSessions(ITableStore tables, IDirectory directory, TimeProvider time)
{
    /// <summary>The lifetime of a session; use does not extend it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Starts a session. Returns its id, which is not available again: only the hash is stored.</summary>
    public async Task<string> BeginAsync(string person, CancellationToken cancellation = default)
    {
        var id = Secrets.New();
        var now = time.GetChinaNow();
        await tables.TryInsertAsync(
            new StaffSessionRow { Hash = Secrets.HashOf(id), Person = person, SignedInAt = now, Expires = now + Lifetime }, cancellation);
        return id;
    }

    /// <summary>Returns the person of a session; null if it is unknown, ended or expired, or if the person has left.</summary>
    public async Task<PersonRow?> FindAsync(string? id, CancellationToken cancellation = default)
    {
        if (string.IsNullOrEmpty(id) || id.Length != Secrets.Length)
            return null;
        return await tables.FindAsync<StaffSessionRow>(Secrets.HashOf(id), StaffSessionRow.OnlyRowKey, cancellation) is { } session
            && session.Value.Expires > time.GetUtcNow()
            ? await directory.FindServingAsync(session.Value.Person, time.GetChinaToday(), cancellation)
            : null;
    }

    /// <summary>Ends a session.</summary>
    public Task EndAsync(string id, CancellationToken cancellation = default) =>
        tables.DeleteAsync<StaffSessionRow>(Secrets.HashOf(id), StaffSessionRow.OnlyRowKey, cancellation);
}
