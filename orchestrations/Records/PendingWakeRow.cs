namespace Dazhou.Serverless.Records;

/// <summary>
/// A note that a record was written for an orchestration to apply, so that the sweep can wake it again. Written before the record, deleted
/// when the orchestration has read it. Table PendingWakes: one partition, row = instance, event and who.
/// </summary>
public sealed record PendingWakeRow : IRow
{
    /// <summary>The only partition; it holds just what is in progress.</summary>
    public const string Partition = "pending";

    /// <inheritdoc/>
    public static string TableName => "PendingWakes";

    /// <summary>The id of the orchestration to wake.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The name of the event.</summary>
    public required string EventName { get; init; }

    /// <summary>The person whose record it is; each person's note is deleted separately.</summary>
    public required string Who { get; init; }

    /// <summary>The time of writing.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The number of times the sweep has raised the event.</summary>
    public int Raised { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(InstanceId, EventName, Who);

    /// <summary>Returns the row key for a person's record, an instance and its event.</summary>
    public static string RowKeyOf(string instanceId, string eventName, string who) => $"{instanceId}|{eventName}|{who}";
}
