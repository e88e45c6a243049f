using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>A mail in the local mailbox. Table LocalMailbox: partition = <c>mailbox</c>, row = time, newest first, and id.</summary>
public sealed record LocalMailRow : IRow
{
    /// <summary>The only partition.</summary>
    public const string Partition = "mailbox";

    /// <inheritdoc />
    public static string TableName => "LocalMailbox";

    /// <summary>The mail's id.</summary>
    public required string Id { get; init; }

    /// <summary>The time of sending.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The recipient.</summary>
    public required MailAddress To { get; init; }

    /// <summary>The content.</summary>
    public required ComposedMail Content { get; init; }

    /// <inheritdoc />
    public string PartitionKey => Partition;

    /// <inheritdoc />
    public string RowKey => RowKeyOf(At, Id);

    /// <summary>Returns the row key; later mails have smaller keys, so that the newest are read first.</summary>
    public static string RowKeyOf(DateTimeOffset at, string id) => $"{DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks:D19}|{Key(id)}";

    private static string Key(string id) =>
        Digest.Of(id)[..16];
}

/// <summary>
/// The time at which the mailbox first accepted a mail. Table LocalMailboxIds: partition = the mail's id, one row. A mail that is sent
/// again, after a crash before the outbox was updated, thus keeps its place.
/// </summary>
public sealed record LocalMailIdRow : IRow
{
    /// <summary>The row key of all rows.</summary>
    public const string OnlyRowKey = "taken";

    /// <inheritdoc />
    public static string TableName => "LocalMailboxIds";

    /// <summary>The mail's id.</summary>
    public required string Id { get; init; }

    /// <summary>The time of the first acceptance.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc />
    public string PartitionKey => Id;

    /// <inheritdoc />
    public string RowKey => OnlyRowKey;
}

/// <summary>
/// Stores mails for developers to read instead of sending them; a repeated mail replaces the first. Contains working links in plain text
/// and therefore exists in Development only.
/// </summary>
public sealed class LocalMailbox(ITableStore tables, TimeProvider time) : IMailSender
{
    /// <inheritdoc />
    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation = default)
    {
        var taken = new LocalMailIdRow { Id = mail.Id, At = time.GetChinaNow() };
        if (!await tables.TryInsertAsync(taken, cancellation))
            taken = (await tables.FindAsync<LocalMailIdRow>(mail.Id, LocalMailIdRow.OnlyRowKey, cancellation))!.Value;
        await tables.UpsertAsync(new LocalMailRow { Id = mail.Id, At = taken.At, To = mail.To, Content = mail.Content }, cancellation);
    }

    /// <summary>Returns the newest mails.</summary>
    public async Task<IReadOnlyList<LocalMailRow>> ReadAsync(int count, CancellationToken cancellation)
    {
        var page = await tables.ReadPageAsync<LocalMailRow>(LocalMailRow.Partition, count, continuation: null, cancellation);
        return [.. page.Rows.Select(row => row.Value)];
    }
}
