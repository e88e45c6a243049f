using System.Security.Cryptography;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Works;

/// <summary>Begins long work and shows how far it is.</summary>
public sealed partial class WorkDesk(ITableStore tables, TimeProvider time, ILogger<WorkDesk> logger)
{
    /// <summary>
    /// Begins it: a note for the sweep, input and row, then the orchestration that carries it. Once the row stands, the work
    /// will be done: where the orchestration cannot be started now, <see cref="SweepAsync"/> starts it.
    /// </summary>
    public async Task<WorkRow> StartAsync(
        DurableTaskClient client, string kind, string title, string input, string by, bool forOperators = false, CancellationToken cancellation = default)
    {
        var row = new WorkRow
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            Kind = kind,
            Title = title,
            By = by,
            ForOperators = forOperators,
            State = WorkState.Waiting,
            At = time.GetChinaNow(),
        };
        await tables.UpsertAsync(new PendingWorkRow { Work = row.Id, Since = row.At }, cancellation);
        await WorkTexts.WriteAsync(tables, row.Id, WorkTextRow.Input, input, cancellation);
        await tables.TryInsertAsync(row, cancellation);
        try
        {
            await CarryAsync(client, row.Id, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            LogNotStarted(failure, kind, row.Id);
        }

        return row;
    }

    /// <summary>Starts what was begun and is carried by nobody; answers how many.</summary>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default)
    {
        var before = time.GetChinaNow() - Wakes.Patience;
        var started = 0;
        await foreach (var pending in tables.ReadPartitionAsync<PendingWorkRow>(PendingWorkRow.Partition, cancellation: cancellation))
        {
            if (pending.Value.Since > before) continue;
            if (await FindAsync(pending.Value.Work, cancellation) is not null)
            {
                if (await CarryAsync(client, pending.Value.Work, cancellation)) started++;
                continue;
            }

            // Nobody was told of work without a row.
            await WorkTexts.DeleteAsync(tables, pending.Value.Work, WorkTextRow.Input, cancellation);
            await tables.DeleteAsync<PendingWorkRow>(PendingWorkRow.Partition, pending.Value.Work, cancellation);
        }

        return started;
    }

    /// <summary>Finds it; null if there is none, or no more.</summary>
    public async Task<WorkRow?> FindAsync(string id, CancellationToken cancellation = default) =>
        (await tables.FindAsync<WorkRow>(id, WorkRow.OnlyRowKey, cancellation))?.Value;

    /// <summary>What came out of it; null if nothing did, or not yet.</summary>
    public Task<string?> ResultAsync(string id, CancellationToken cancellation = default) => WorkTexts.ReadAsync(tables, id, WorkTextRow.Result, cancellation);

    private async Task<bool> CarryAsync(DurableTaskClient client, string work, CancellationToken cancellation)
    {
        var started = await client.StartOnceAsync(nameof(LongWork), work, OrchestrationVersion.Start($"work-{work}"), cancellation);
        await tables.DeleteAsync<PendingWorkRow>(PendingWorkRow.Partition, work, cancellation);
        return started;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Kind} {Work} was not started; it stands recorded and the sweep will start it")]
    private partial void LogNotStarted(Exception failure, string kind, string work);
}
