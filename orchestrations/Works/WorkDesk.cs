using System.Security.Cryptography;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Works;

/// <summary>Begins long work and shows how far it is.</summary>
public sealed class WorkDesk(ITableStore tables, TimeProvider time)
{
    /// <summary>Begins it: input and row first, then the orchestration that carries it.</summary>
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
        await WorkTexts.WriteAsync(tables, row.Id, WorkTextRow.Input, input, cancellation);
        await tables.TryInsertAsync(row, cancellation);
        await client.ScheduleNewOrchestrationInstanceAsync(nameof(LongWork), row.Id, new StartOrchestrationOptions($"work-{row.Id}"), cancellation);
        return row;
    }

    /// <summary>Finds it; null if there is none, or no more.</summary>
    public async Task<WorkRow?> FindAsync(string id, CancellationToken cancellation = default) =>
        (await tables.FindAsync<WorkRow>(id, WorkRow.OnlyRowKey, cancellation))?.Value;

    /// <summary>What came out of it; null if nothing did, or not yet.</summary>
    public Task<string?> ResultAsync(string id, CancellationToken cancellation = default) => WorkTexts.ReadAsync(tables, id, WorkTextRow.Result, cancellation);
}
