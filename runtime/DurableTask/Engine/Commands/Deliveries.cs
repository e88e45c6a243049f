using System.Security.Cryptography;
using Dazhou.LocalRuntime.History;
using Dazhou.LocalRuntime.Stores;

namespace Dazhou.LocalRuntime.Commands;

/// <summary>A message that a transaction put into an instance's inbox; <see cref="Created"/> is set when it also made the instance.</summary>
internal readonly record struct Delivery(string InstanceId, StoredMessage Message, InstanceRow? Created = null);

/// <summary>The ways a transaction reaches another instance.</summary>
internal static class Deliveries
{
    /// <summary>Makes a pending instance whose first message is <paramref name="started"/>; one that has ended is replaced.</summary>
    public static Delivery Create(IStoreTransaction transaction, string id, ExecutionStarted started, InstanceRow? replaced)
    {
        if (replaced is not null)
        {
            transaction.Delete(replaced.Key);
        }

        var row = transaction.Insert(new InstanceRow
        {
            Id = id,
            Name = started.Name,
            Version = started.Version,
            Status = InstanceStatus.Pending,
            CreatedAt = started.Timestamp,
            UpdatedAt = started.Timestamp,
            NextDue = started.ScheduledStart,
            // A number of its own, so that answers to an earlier instance of the same id are never taken for its own.
            Generation = RandomNumberGenerator.GetInt32(1, int.MaxValue / 2),
            ParentId = started.Parent?.InstanceId,
            Tags = started.Tags,
        });
        return new Delivery(id, transaction.AddMessage(row.Key, started), row);
    }

    /// <summary>Adds a message for an instance that can still take one; null when it is missing or has ended.</summary>
    public static Delivery? Send(IStoreTransaction transaction, string id, HistoryEvent message, out InstanceRow? target)
    {
        target = transaction.Find(id);
        return target is null || target.Status.IsTerminal()
            ? null
            : new Delivery(id, transaction.AddMessage(target.Key, message));
    }
}
