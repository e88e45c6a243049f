namespace Dazhou.Serverless.Records;

/// <summary>
/// Something that is recorded and that its orchestration has not yet applied, so that a sweep can wake it again.
/// Written before the record, removed when the orchestration has read it. Table PendingWakes: one partition, row = instance, event and who.
/// </summary>
public sealed record PendingWakeRow : IRow
{
    /// <summary>The one partition: it holds only what is under way.</summary>
    public const string Partition = "pending";

    /// <inheritdoc/>
    public static string TableName => "PendingWakes";

    /// <summary>The orchestration to wake.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The event it waits for.</summary>
    public required string EventName { get; init; }

    /// <summary>Who recorded something; each person's record is taken over by itself.</summary>
    public required string Who { get; init; }

    /// <summary>When something was recorded.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How often the sweep raised the event.</summary>
    public int Raised { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(InstanceId, EventName, Who);

    /// <summary>The row key of what a person recorded for an instance's event.</summary>
    public static string RowKeyOf(string instanceId, string eventName, string who) => $"{instanceId}|{eventName}|{who}";
}
