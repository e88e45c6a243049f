using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Mail;

/// <summary>Where a mail stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MailState>))]
public enum MailState
{
    /// <summary>Not sent yet.</summary>
    Pending,

    /// <summary>Being sent now.</summary>
    Sending,

    /// <summary>The service has taken it over.</summary>
    Sent,

    /// <summary>An attempt failed; another follows.</summary>
    Failed,

    /// <summary>No further attempt: refused for good, or tried for 72 hours.</summary>
    GaveUp,
}

/// <summary>A mail to be sent. Table Outbox: partition = subject, row = key. Holds no link's secret.</summary>
public sealed record OutboxRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Outbox";

    /// <summary>The order.</summary>
    public required MailOrder Order { get; init; }

    /// <summary>Where it stands.</summary>
    public required MailState State { get; init; }

    /// <summary>When it was ordered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>What the last attempt failed with.</summary>
    public string? LastError { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>While it is being sent: until when nobody else may try.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>When the service took it over.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The address it went to.</summary>
    public string? SentTo { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Order.Subject;

    /// <inheritdoc/>
    public string RowKey => Order.Key;

    /// <summary>The delivery's instance id, the same for the same order.</summary>
    public static string InstanceIdOf(MailOrder order) =>
        "mail-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{order.Subject}\n{order.Key}")))[..40];
}

/// <summary>
/// A mail that did not go out yet after a failure, or never will: what operators look at. Table MailTroubles:
/// partition = <c>troubles</c> while it is tried again, <c>gaveUp</c> when it is not; row = subject and key; gone as soon as
/// the mail is sent.
/// </summary>
public sealed record MailTroubleRow : IRow
{
    /// <summary>The partition of those that are tried again.</summary>
    public const string Partition = "troubles";

    /// <summary>The partition of those that are not.</summary>
    public const string GaveUpPartition = "gaveUp";

    /// <inheritdoc/>
    public static string TableName => "MailTroubles";

    /// <summary>The order's subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The order's key.</summary>
    public required string Key { get; init; }

    /// <summary>Where it stands.</summary>
    public required MailState State { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Attempts so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>What the last attempt failed with.</summary>
    public string? LastError { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => State == MailState.GaveUp ? GaveUpPartition : Partition;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Subject, Key);

    /// <summary>The row key of a mail's trouble; long keys are shortened to their hash.</summary>
    public static string RowKeyOf(string subject, string key) =>
        $"{subject}|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}";
}
