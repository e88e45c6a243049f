namespace Dazhou.Serverless.Records;

/// <summary>What happened (全过程留痕): who, when, on what article, with which link.</summary>
public sealed record AuditEntry
{
    /// <summary>Whose trail it belongs to, e.g. a project's id.</summary>
    public required string Subject { get; init; }

    /// <summary>Names this happening; an entry with a key that the trail has already is not appended again.</summary>
    public required string Key { get; init; }

    /// <summary>When it happened, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: a person's or unit's id, or <see cref="System"/>.</summary>
    public required string Actor { get; init; }

    /// <summary>What, in Chinese, as the subject's page shows it.</summary>
    public required string Action { get; init; }

    /// <summary>The article it rests on, e.g. 第三十五条.</summary>
    public string? Article { get; init; }

    /// <summary>The stage it belongs to, named as its orchestration.</summary>
    public string? Stage { get; init; }

    /// <summary>The SHA-256 of the link that was used, if one was.</summary>
    public string? Link { get; init; }

    /// <summary>Anything to add: a comment, a number, a shift of dates.</summary>
    public string? Detail { get; init; }

    /// <summary>The actor of what happens by itself.</summary>
    public const string System = "system";
}

/// <summary>An entry in its place in the chain. Table Audit: partition = subject, row = sequence number.</summary>
public sealed record AuditRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Audit";

    /// <summary>1 for the subject's first entry.</summary>
    public required int Sequence { get; init; }

    /// <summary>The entry.</summary>
    public required AuditEntry Entry { get; init; }

    /// <summary>The hash of the entry before, or 64 zeros.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over the previous hash, the sequence number and the entry in canonical JSON.</summary>
    public required string Hash { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Entry.Subject;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Sequence);

    /// <summary>The row key of a place in the chain.</summary>
    public static string RowKeyOf(int sequence) => sequence.ToString("D9");
}

/// <summary>What the check of a chain found.</summary>
/// <param name="Entries">How many entries the trail has.</param>
/// <param name="FirstBroken">The sequence number at which the chain first breaks; null if it is whole.</param>
/// <param name="Reason">Why it breaks there, in Chinese.</param>
public sealed record AuditCheck(int Entries, int? FirstBroken, string? Reason)
{
    /// <summary>Whether every link holds.</summary>
    public bool Intact => FirstBroken is null;
}

/// <summary>
/// Append-only trails, one a subject, each a hash chain. The chain shows any change, insertion or removal
/// before its last entry; that the last entries were cut off shows only against a hash noted elsewhere.
/// </summary>
public interface IAuditTrail
{
    /// <summary>Appends an entry; does nothing if the trail has an entry of this key.</summary>
    Task AppendAsync(AuditEntry entry, CancellationToken cancellation = default);

    /// <summary>Reads a trail from its beginning.</summary>
    IAsyncEnumerable<AuditRow> ReadAsync(string subject, CancellationToken cancellation = default);

    /// <summary>Recomputes the chain and names the first broken link.</summary>
    Task<AuditCheck> VerifyAsync(string subject, CancellationToken cancellation = default);
}

/// <summary>What is read whole.</summary>
public static class AuditTrailReading
{
    /// <summary>The entries of a trail, oldest first.</summary>
    public static async Task<List<AuditEntry>> EntriesAsync(this IAuditTrail audit, string subject, CancellationToken cancellation = default)
    {
        var entries = new List<AuditEntry>();
        await foreach (var row in audit.ReadAsync(subject, cancellation)) entries.Add(row.Entry);
        return entries;
    }
}
