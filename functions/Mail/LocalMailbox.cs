using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>A mail in the local mailbox. Table LocalMailbox: partition = <c>mailbox</c>, row = time, newest first, and id.</summary>
public sealed record LocalMailRow : IRow
{
    /// <summary>The one partition.</summary>
    public const string Partition = "mailbox";

    /// <inheritdoc />
    public static string TableName => "LocalMailbox";

    /// <summary>The mail's id.</summary>
    public required string Id { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>To whom.</summary>
    public required MailAddress To { get; init; }

    /// <summary>What it says.</summary>
    public required ComposedMail Content { get; init; }

    /// <inheritdoc />
    public string PartitionKey => Partition;

    /// <inheritdoc />
    public string RowKey => RowKeyOf(At, Id);

    /// <summary>Later mails have smaller keys, so that the newest are read first.</summary>
    public static string RowKeyOf(DateTimeOffset at, string id) => $"{DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks:D19}|{Key(id)}";

    private static string Key(string id) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id)))[..16];
}

/// <summary>
/// Keeps mails where a developer can read them instead of sending them. It holds working links in plain text,
/// so it exists in Development only.
/// </summary>
public sealed class LocalMailbox(ITableStore tables, TimeProvider time) : IMailSender
{
    /// <inheritdoc />
    public Task SendAsync(OutgoingMail mail, CancellationToken cancellation = default) => tables.UpsertAsync(
        new LocalMailRow { Id = mail.Id, At = time.GetChinaNow(), To = mail.To, Content = mail.Content }, cancellation);

    /// <summary>Reads the newest mails.</summary>
    public async Task<IReadOnlyList<LocalMailRow>> ReadAsync(int count, CancellationToken cancellation)
    {
        var page = await tables.ReadPageAsync<LocalMailRow>(LocalMailRow.Partition, count, continuation: null, cancellation);
        return [.. page.Rows.Select(row => row.Value)];
    }
}
