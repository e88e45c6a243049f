using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// A person's acknowledgement of a warning. Table Acknowledgements: partition = subject, row = the deadline's step, person and due instant
/// (UTC): a deadline that was extended and missed again is another warning.
/// </summary>
public sealed record AcknowledgementRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Acknowledgements";

    /// <summary>The id of the deadline's subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The deadline's step.</summary>
    public required string Step { get; init; }

    /// <summary>The person who acknowledged.</summary>
    public required string Person { get; init; }

    /// <summary>The missed due instant.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>The time, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The person's own words on what is being done; null if none.</summary>
    public string? Comment { get; init; }

    /// <summary>SHA-256 of the link that was used.</summary>
    public required string Link { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => $"{Prefix(Step, Person)}{Due.UtcDateTime:yyyyMMddHHmm}";

    /// <summary>Returns the prefix of the row keys of a person's acknowledgements of a deadline.</summary>
    public static string Prefix(string step, string person) => $"{step}|{person}|";
}

/// <summary>A warning about a missed deadline.</summary>
/// <param name="Deadline">the deadline</param>
/// <param name="Given">the acknowledgement by the holder of the link; null if there is none yet</param>
public sealed record Warning(DeadlineRow Deadline, AcknowledgementRow? Given)
{
    /// <summary>Whether the deadline is still overdue and the warning is not acknowledged.</summary>
    public bool Waits => Given is null && Deadline.State == DeadlineState.Overdue;
}

/// <summary>
/// 知悉: records that a person who was warned of a missed deadline knows of it, and what is being done. Made by the link of the mail; kept in
/// the table and the audit trail; no orchestration waits for it.
/// </summary>
public sealed class Acknowledgements(ITableStore tables, IAuditTrail audit, TimeProvider time)
{
    /// <summary>The maximum number of characters of a comment; the rest is cut off.</summary>
    public const int LongestComment = 2000;

    /// <summary>Returns the deadline that a link warns of; null if there is none.</summary>
    public async Task<DeadlineRow?> FindMissedAsync(LinkRequest of, CancellationToken cancellation = default) =>
        (await tables.FindDeadlineAsync(of.Subject, DeadlineKey.Parse(of.Step), cancellation))?.Value;

    /// <summary>Returns the warning of a link; null if the link has another purpose or the deadline does not exist.</summary>
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

    /// <summary>Records an acknowledgement. If there is one already, it stands and is returned; null if there is nothing left to acknowledge.</summary>
    public async Task<AcknowledgementRow?> RecordAsync(LinkRow link, string? comment, CancellationToken cancellation = default)
    {
        if (await FindAsync(link, cancellation) is not { } warning || warning is { Given: null, Waits: false })
            return null;
        var given = warning.Given ?? await KeepAsync(link, warning.Deadline.Deadline.Due, comment, cancellation);
        // Repeated in case of a crash in between; the entry's key follows from the record.
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

    /// <summary>Stores the acknowledgement, or returns the one that was stored at the same moment.</summary>
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
