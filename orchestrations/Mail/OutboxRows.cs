using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Mail;

/// <summary>The state of a mail.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MailState>))]
public enum MailState
{
    /// <summary>Not tried yet.</summary>
    Pending,

    /// <summary>An attempt is running.</summary>
    Sending,

    /// <summary>Accepted by the service.</summary>
    Sent,

    /// <summary>An attempt failed; another will follow.</summary>
    Failed,

    /// <summary>No further attempts: refused permanently, or tried for 72 hours.</summary>
    GaveUp,
}

/// <summary>A mail in the outbox. Table Outbox: partition = subject, row = key. Contains no secret of a link.</summary>
public sealed record OutboxRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Outbox";

    /// <summary>The order.</summary>
    public required MailOrder Order { get; init; }

    /// <summary>The state.</summary>
    public required MailState State { get; init; }

    /// <summary>The time of the order.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The number of attempts.</summary>
    public int Attempts { get; init; }

    /// <summary>The error of the last attempt; null if none failed.</summary>
    public string? LastError { get; init; }

    /// <summary>The time of the next attempt; null if there is none.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>The time until which the running attempt excludes others; null if none is running.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>The time of sending; null if not sent.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The address it was sent to; null if not sent.</summary>
    public string? SentTo { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Order.Subject;

    /// <inheritdoc/>
    public string RowKey => Order.Key;

    /// <summary>Returns the delivery's instance id, the same for the same order.</summary>
    public static string InstanceIdOf(MailOrder order) =>
        "mail-" + Digest.Of($"{order.Subject}\n{order.Key}")[..40];
}

/// <summary>
/// A mail that could not be sent yet or was given up, for operators. Table MailTroubles: partition = <c>troubles</c> while it is retried,
/// <c>gaveUp</c> afterwards; row = subject and key. Deleted when the mail is sent.
/// </summary>
public sealed record MailTroubleRow : IRow
{
    /// <summary>The partition of mails that are being retried.</summary>
    public const string Partition = "troubles";

    /// <summary>The partition of mails that were given up.</summary>
    public const string GaveUpPartition = "gaveUp";

    /// <inheritdoc/>
    public static string TableName => "MailTroubles";

    /// <summary>The order's subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The order's key.</summary>
    public required string Key { get; init; }

    /// <summary>The state.</summary>
    public required MailState State { get; init; }

    /// <summary>The time at which the mail was ordered.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The number of attempts.</summary>
    public required int Attempts { get; init; }

    /// <summary>The error of the last attempt.</summary>
    public string? LastError { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => State == MailState.GaveUp ? GaveUpPartition : Partition;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Subject, Key);

    /// <summary>Returns the row key for a mail; long keys are replaced by their hash.</summary>
    public static string RowKeyOf(string subject, string key) =>
        $"{subject}|{Digest.Of(key)[..32]}";
}
