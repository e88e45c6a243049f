using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Records;

/// <summary>
/// Wakes orchestrations that wait for a record. Since an event can be lost in a crash, a note is written first, and the sweep raises the
/// event again while the note exists.
/// </summary>
public sealed partial class Wakes(ITableStore tables, TimeProvider time, ILogger<Wakes> logger) : ISweep
{
    /// <inheritdoc/>
    public string Name => "orchestrations woken";

    /// <summary>The time before the sweep considers a note; until then the call is assumed to be in progress.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The number of times the sweep raises the event of a note. A note that remains after that belongs to a record that was never written,
    /// because a concurrent one came first.
    /// </summary>
    public const int MostRaised = 12;

    /// <summary>Writes a note; call it before writing the record.</summary>
    public Task NoteAsync(string instanceId, string eventName, string who, CancellationToken cancellation = default) =>
        tables.UpsertAsync(
            new PendingWakeRow { InstanceId = instanceId, EventName = eventName, Who = who, Since = time.GetChinaNow() }, cancellation);

    /// <summary>Deletes a note; call it after the record was read.</summary>
    public Task TakenAsync(string instanceId, string eventName, string who, CancellationToken cancellation = default) =>
        tables.DeleteAsync<PendingWakeRow>(PendingWakeRow.Partition, PendingWakeRow.RowKeyOf(instanceId, eventName, who), cancellation);

    /// <summary>
    /// Raises an event. A failure is harmless, since the record is already written: the sweep raises the event again, and the orchestration
    /// also checks from time to time.
    /// </summary>
    /// <returns>whether the event was delivered</returns>
    public async Task<bool> RaiseAsync(DurableTaskClient client, string instanceId, string eventName, CancellationToken cancellation = default)
    {
        try
        {
            await client.RaiseEventAsync(instanceId, eventName, eventPayload: null, cancellation);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Events that come too late are normal; each backend has its own exception for them.
            if (await HasEndedAsync(client, instanceId, cancellation))
                LogTooLate(eventName, instanceId);
            else
                LogNotRaised(failure, eventName, instanceId);
            return false;
        }
    }

    private static async Task<bool> HasEndedAsync(DurableTaskClient client, string instanceId, CancellationToken cancellation)
    {
        try
        {
            return await client.GetInstanceAsync(instanceId, cancellation) is null or { IsCompleted: true };
        }
        catch (Exception unknown) when (unknown is not OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Raises the events of old notes again and deletes the notes of finished instances. Returns the number of events raised.</summary>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default)
    {
        var before = time.GetChinaNow() - Patience;
        var raised = 0;
        await foreach (var row in tables.ReadPartitionAsync<PendingWakeRow>(PendingWakeRow.Partition, cancellation: cancellation))
        {
            var wake = row.Value;
            if (wake.Since > before) continue;
            var instance = await client.GetInstanceAsync(wake.InstanceId, cancellation);
            if (instance is null || instance.IsCompleted)
            {
                await tables.TryDeleteAsync(row, cancellation);
                continue;
            }

            // The note may have been deleted since the list was read, or replaced by a newer one of the same person.
            if (await tables.FindAsync<PendingWakeRow>(row.Value.PartitionKey, row.Value.RowKey, cancellation) is not { } stands || stands.ETag != row.ETag)
                continue;
            raised++;
            if (!await RaiseAsync(client, wake.InstanceId, wake.EventName, cancellation)) continue;
            if (wake.Raised + 1 >= MostRaised)
                await tables.TryDeleteAsync(row, cancellation);
            else
                await tables.TryReplaceAsync(row, wake with { Raised = wake.Raised + 1 }, cancellation);
        }

        return raised;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {EventName} did not reach {InstanceId}; its record stands and the sweep will raise it again")]
    private partial void LogNotRaised(Exception failure, string eventName, string instanceId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Event {EventName} came too late for {InstanceId}, which has ended; nothing waits for it")]
    private partial void LogTooLate(string eventName, string instanceId);
}
