using System.Security.Cryptography;
using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine.Commands;

/// <summary>A message that a transaction put into an instance's inbox; <see cref="Created"/> is set when it also made the instance.</summary>
internal readonly record struct Delivery(string InstanceId, StoredMessage Message, InstanceRow? Created = null);

/// <summary>The ways a transaction reaches another instance.</summary>
internal static class Deliveries
{
    /// <summary>Makes a pending instance whose first message is <paramref name="started"/>; one that has ended is replaced.</summary>
    public static Delivery Create(IStoreTransaction transaction, string id, HistoryEvent started, InstanceRow? replaced)
    {
        if (replaced is not null)
        {
            transaction.Delete(replaced.Key);
        }

        var execution = started.ExecutionStarted;
        var at = started.Timestamp.ToDateTimeOffset();
        var row = transaction.Insert(new InstanceRow
        {
            Id = id,
            Name = execution.Name,
            Version = execution.Version,
            Status = InstanceStatus.Pending,
            CreatedAt = at,
            UpdatedAt = at,
            NextDue = execution.ScheduledStartTimestamp?.ToDateTimeOffset(),
            // A number of its own, so that answers to an earlier instance of the same id are never taken for its own.
            Generation = RandomNumberGenerator.GetInt32(1, int.MaxValue / 2),
            ParentId = execution.ParentInstance?.OrchestrationInstance.InstanceId,
            Tags = execution.Tags.Count > 0 ? new Dictionary<string, string>(execution.Tags, StringComparer.Ordinal) : null,
        });
        execution.OrchestrationInstance = new() { InstanceId = id, ExecutionId = row.ExecutionId };
        return new Delivery(id, transaction.AddMessage(row.Key, started), row);
    }

    /// <summary>Adds a message for an instance that can still take one; null when it is missing or has ended.</summary>
    public static Delivery? Send(IStoreTransaction transaction, string id, HistoryEvent message, out InstanceRow? target, int? generation = null)
    {
        target = transaction.Find(id);
        return target is null || target.Status.IsTerminal()
            ? null
            : new Delivery(id, transaction.AddMessage(target.Key, message, generation));
    }
}
