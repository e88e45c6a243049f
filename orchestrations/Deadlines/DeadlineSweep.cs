using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// Drops deadlines whose process or whose watch was terminated or is gone: nobody would ever close them, and nothing may be due to
/// look at them. Wakes the watches that still run.
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
            // Of nearly all both run: what the list says of them is enough.
            if (pointer.Watch is { } watch && await owners.RunsAsync(watch, cancellation) == true
                && !await owners.HaveEndedAsync(pointer.Owner, cancellation))
                continue;
            if (await tables.FindDeadlineAsync(pointer.Subject, pointer.Step, cancellation) is not { } seen) continue;
            var row = seen.Value;
            if (row.IsClosed)
            {
                // A crash came between its end and the end of its pointers, or somebody wrote one again who had read it before its end.
                await book.FinishAsync(row, pointer, cancellation);
                continue;
            }

            var watched = row.InstanceId is not null && await owners.RunsAsync(row.InstanceId, cancellation) == true;
            // A host may not show at once that an owner has begun.
            var ended = row.OpenedAt <= at - Young && await owners.HaveEndedAsync(row.Plan, cancellation);
            if ((!ended && (watched || row.InstanceId is null)) || !await book.TryDropAsync(seen, at, cancellation)) continue;
            LogDropped(row.Plan.Step, row.Plan.Subject, row.Plan.Owner, row.InstanceId);
            if (watched)
                await WakeAsync(client, row.InstanceId!, cancellation);
            dropped++;
        }

        return dropped;
    }

    /// <summary>Without the event it would find the end at its next look.</summary>
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
