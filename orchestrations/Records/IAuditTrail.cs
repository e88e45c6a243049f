namespace Dazhou.Serverless.Records;

/// <summary>An event in an audit trail (全过程留痕): who, when, by what article, with which link.</summary>
public sealed record AuditEntry
{
    /// <summary>The id of the subject, e.g. of a project.</summary>
    public required string Subject { get; init; }

    /// <summary>The key of the event; an entry whose key is already in the trail is not appended again.</summary>
    public required string Key { get; init; }

    /// <summary>The time of the event, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The id of the person or unit that acted, or <see cref="System"/>.</summary>
    public required string Actor { get; init; }

    /// <summary>The action, in Chinese, as the subject's page shows it.</summary>
    public required string Action { get; init; }

    /// <summary>The article, e.g. 第三十五条; null if there is none.</summary>
    public string? Article { get; init; }

    /// <summary>The stage, named after its orchestration; null if there is none.</summary>
    public string? Stage { get; init; }

    /// <summary>SHA-256 of the link that was used; null if none was.</summary>
    public string? Link { get; init; }

    /// <summary>Details, e.g. a comment, a number or a shift of dates; null if there are none.</summary>
    public string? Detail { get; init; }

    /// <summary>The actor of automatic actions.</summary>
    public const string System = "system";
}

/// <summary>An audit entry in its chain. Table Audit: partition = subject, row = sequence number.</summary>
public sealed record AuditRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Audit";

    /// <summary>The position in the chain; 1 for the subject's first entry.</summary>
    public required int Sequence { get; init; }

    /// <summary>The entry.</summary>
    public required AuditEntry Entry { get; init; }

    /// <summary>The hash of the previous entry, or 64 zeros.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over the previous hash, the sequence number and the entry in canonical JSON.</summary>
    public required string Hash { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Entry.Subject;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Sequence);

    /// <summary>Returns the row key of a position in the chain.</summary>
    public static string RowKeyOf(int sequence) => sequence.ToString("D9");
}

/// <summary>The result of verifying a chain.</summary>
/// <param name="Entries">The number of entries.</param>
/// <param name="FirstBroken">The sequence number at which the chain first breaks; null if it is intact.</param>
/// <param name="Reason">The reason, in Chinese; null if it is intact.</param>
public sealed record AuditCheck(int Entries, int? FirstBroken, string? Reason)
{
    /// <summary>Whether the chain is intact.</summary>
    public bool Intact => FirstBroken is null;
}

/// <summary>
/// Append-only audit trails, one per subject, each a hash chain. The chain reveals any change, insertion or removal except of its last
/// entries; that these were cut off is revealed only by a hash noted elsewhere.
/// </summary>
public interface IAuditTrail
{
    /// <summary>Appends an entry; does nothing if the trail already has an entry with its key.</summary>
    Task AppendAsync(AuditEntry entry, CancellationToken cancellation = default);

    /// <summary>Reads a trail from the beginning.</summary>
    IAsyncEnumerable<AuditRow> ReadAsync(string subject, CancellationToken cancellation = default);

    /// <summary>Recomputes the chain and returns the first broken position, if any.</summary>
    Task<AuditCheck> VerifyAsync(string subject, CancellationToken cancellation = default);
}

/// <summary>Reads whole audit trails.</summary>
public static class AuditTrailReading
{
    /// <summary>Returns the entries of a trail, oldest first.</summary>
    public static async Task<List<AuditEntry>> EntriesAsync(this IAuditTrail audit, string subject, CancellationToken cancellation = default)
    {
        var entries = new List<AuditEntry>();
        await foreach (var row in audit.ReadAsync(subject, cancellation)) entries.Add(row.Entry);
        return entries;
    }
}
