using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// Says that somebody knows of a warning. Table Acknowledgements: partition = subject, row = the deadline's step, person and due instant
/// (UTC): a deadline that was extended and missed again is another warning.
/// </summary>
public sealed record AcknowledgementRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Acknowledgements";

    /// <summary>Whose deadline it is.</summary>
    public required string Subject { get; init; }

    /// <summary>The deadline's step.</summary>
    public required string Step { get; init; }

    /// <summary>Who knows of it.</summary>
    public required string Person { get; init; }

    /// <summary>The due instant that was missed.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What the person does about it, in their own words.</summary>
    public string? Comment { get; init; }

    /// <summary>SHA-256 of the link that was used.</summary>
    public required string Link { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => $"{Prefix(Step, Person)}{Due.UtcDateTime:yyyyMMddHHmm}";

    /// <summary>What the row keys of a person's acknowledgements of a deadline begin with.</summary>
    public static string Prefix(string step, string person) => $"{step}|{person}|";
}

/// <summary>A warning as it stands.</summary>
/// <param name="Deadline">the deadline that it is about</param>
/// <param name="Given">how the holder of the link acknowledged it; null if not yet</param>
public sealed record Warning(DeadlineRow Deadline, AcknowledgementRow? Given)
{
    /// <summary>Whether it still stands and nobody's word for it is recorded.</summary>
    public bool Waits => Given is null && Deadline.State == DeadlineState.Overdue;
}

/// <summary>
/// 知悉: whoever is told that a deadline was missed says so by the link of that mail, and what is being done about it. The record and
/// the audit trail keep it; no orchestration waits for it.
/// </summary>
public sealed class Acknowledgements(ITableStore tables, IAuditTrail audit, TimeProvider time)
{
    /// <summary>How many characters of a comment are kept.</summary>
    public const int LongestComment = 2000;

    /// <summary>The deadline that a link warns of; null if there is none.</summary>
    public async Task<DeadlineRow?> FindMissedAsync(LinkRequest of, CancellationToken cancellation = default) =>
        (await tables.FindDeadlineAsync(of.Subject, DeadlineKey.Parse(of.Step), cancellation))?.Value;

    /// <summary>The warning of a link; null for a link of another purpose, or a deadline that does not exist.</summary>
    public async Task<Warning?> FindAsync(LinkRow link, CancellationToken cancellation = default)
    {
        var (subject, step, person) = (link.Request.Subject, link.Request.Step, link.Request.Person);
        if (link.Request.Purpose != DeadlineLinks.Acknowledge
            || await tables.FindDeadlineAsync(subject, DeadlineKey.Parse(step), cancellation) is not { Value: var deadline })
            return null;
        var given = new List<AcknowledgementRow>();
        await foreach (var row in tables.ReadPartitionAsync<AcknowledgementRow>(subject, AcknowledgementRow.Prefix(step, person), cancellation))
            given.Add(row.Value);
        return new(deadline, given.Find(row => row.Link == link.Hash) ?? given.Find(row => row.Due == deadline.Deadline.Due));
    }

    /// <summary>Records it once: whatever is posted later, the first record stands. Null when there is nothing to acknowledge any more.</summary>
    public async Task<AcknowledgementRow?> RecordAsync(LinkRow link, string? comment, CancellationToken cancellation = default)
    {
        if (await FindAsync(link, cancellation) is not { } warning || warning is { Given: null, Waits: false })
            return null;
        var given = warning.Given ?? await KeepAsync(link, warning.Deadline.Deadline.Due, comment, cancellation);
        // Also after a crash between the two: the entry has the key of the record.
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = given.Subject,
                Key = $"acknowledged|{given.RowKey}",
                At = given.At,
                Actor = given.Person,
                Action = $"知悉逾期报告：{warning.Deadline.Plan.ToDo}",
                Article = warning.Deadline.Deadline.Article,
                Stage = warning.Deadline.Deadline.Stage,
                Link = given.Link,
                Detail = given.Comment,
            },
            cancellation);
        return given;
    }

    /// <summary>Keeps it, or answers what was kept in the same moment.</summary>
    private async Task<AcknowledgementRow> KeepAsync(LinkRow link, DateTimeOffset due, string? comment, CancellationToken cancellation)
    {
        var row = new AcknowledgementRow
        {
            Subject = link.Request.Subject,
            Step = link.Request.Step,
            Person = link.Request.Person,
            Due = due,
            At = time.GetChinaNow(),
            Comment = comment?.Trim() is { Length: > 0 } words ? words[..Math.Min(words.Length, LongestComment)] : null,
            Link = link.Hash,
        };
        return await tables.TryInsertAsync(row, cancellation)
            ? row
            : (await tables.FindAsync<AcknowledgementRow>(row.PartitionKey, row.RowKey, cancellation))!.Value;
    }
}
