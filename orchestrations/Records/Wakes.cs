using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Records;

/// <summary>
/// Wakes orchestrations that wait for a record. An event may be lost with the process that was about to raise it,
/// so what is to be raised is noted first; the sweep raises again what stays noted.
/// </summary>
public sealed partial class Wakes(ITableStore tables, TimeProvider time, ILogger<Wakes> logger) : ISweep
{
    /// <inheritdoc/>
    public string Name => "orchestrations woken";

    /// <summary>How long a note stays before the sweep takes it up; until then it is under way.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often the sweep raises the event of a note. By then the orchestration has it for certain; what still stands noted
    /// announces a record that was never written, because somebody else's came first.
    /// </summary>
    public const int MostRaised = 12;

    /// <summary>Notes that something is about to be recorded; before the record itself.</summary>
    public Task NoteAsync(string instanceId, string eventName, string who, CancellationToken cancellation = default) =>
        tables.UpsertAsync(
            new PendingWakeRow { InstanceId = instanceId, EventName = eventName, Who = who, Since = time.GetChinaNow() }, cancellation);

    /// <summary>Removes the note, because the record was read.</summary>
    public Task TakenAsync(string instanceId, string eventName, string who, CancellationToken cancellation = default) =>
        tables.DeleteAsync<PendingWakeRow>(PendingWakeRow.Partition, PendingWakeRow.RowKeyOf(instanceId, eventName, who), cancellation);

    /// <summary>
    /// Raises the event. The record stands already, so a failure here changes nothing that was answered:
    /// the sweep comes, and the orchestration reads by itself from time to time.
    /// </summary>
    /// <returns>whether the event reached it</returns>
    public async Task<bool> RaiseAsync(DurableTaskClient client, string instanceId, string eventName, CancellationToken cancellation = default)
    {
        try
        {
            await client.RaiseEventAsync(instanceId, eventName, eventPayload: null, cancellation);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // To come too late is normal, and each backend says it by another exception.
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

    /// <summary>Raises again what is recorded and not applied; forgets what a finished instance will never read. Returns how many were raised.</summary>
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

            // The orchestration may have taken it since the list was read; or the same person noted something new, which has a minute.
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
