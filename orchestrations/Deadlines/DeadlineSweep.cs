using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// Drops deadlines whose process or watch was terminated or is gone, since nothing else would close them, and wakes the watches that still
/// run.
/// </summary>
public sealed partial class DeadlineSweep(ITableStore tables, DeadlineBook book, TimeProvider time, ILogger<DeadlineSweep> logger) : ISweep
{
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string Name => "deadlines dropped";

    /// <inheritdoc/>
    public SweepRhythm Rhythm => SweepRhythm.Weekly;

    /// <inheritdoc/>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default)
    {
        var dropped = 0;
        var at = time.GetChinaNow();
        var owners = new DeadlineOwners(client);
        foreach (var pointer in await tables.ListAsync<DeadlineByUnitRow>(DeadlineByUnitRow.AllUnits, cancellation))
        {
            // For nearly all deadlines both are running, and the index entry is enough to know it.
            if (pointer.Watch is { } watch && await owners.RunsAsync(watch, cancellation) == true
                && !await owners.HaveEndedAsync(pointer.Owner, cancellation))
                continue;
            if (await tables.FindDeadlineAsync(pointer.Subject, pointer.Step, cancellation) is not { } seen) continue;
            var row = seen.Value;
            if (row.IsClosed)
            {
                // A crash left a pointer behind, or a concurrent call wrote one after the closing.
                await book.FinishAsync(row, pointer, cancellation);
                continue;
            }

            var watched = row.InstanceId is not null && await owners.RunsAsync(row.InstanceId, cancellation) == true;
            // A host may not list a new owner at once.
            var ended = row.OpenedAt <= at - Young && await owners.HaveEndedAsync(row.Plan, cancellation);
            if ((!ended && (watched || row.InstanceId is null)) || !await book.TryDropAsync(seen, at, cancellation)) continue;
            LogDropped(row.Plan.Step, row.Plan.Subject, row.Plan.Owner, row.InstanceId);
            if (watched)
                await WakeAsync(client, row.InstanceId!, cancellation);
            dropped++;
        }

        return dropped;
    }

    /// <summary>Wakes a watch, which without the event would find the end at its next check.</summary>
    private async Task WakeAsync(DurableTaskClient client, string watch, CancellationToken cancellation)
    {
        try
        {
            await client.RaiseEventAsync(watch, DeadlineWatch.ChangedEvent, cancellation: cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            LogNotWoken(failure, watch);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deadline {Step} of {Subject} was dropped: its owner {Owner} or its watch {Watch} has ended")]
    private partial void LogDropped(DeadlineKey step, string subject, string? owner, string? watch);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The watch {Watch} could not be woken")]
    private partial void LogNotWoken(Exception failure, string watch);
}
