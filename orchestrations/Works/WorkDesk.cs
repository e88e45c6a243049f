using System.Security.Cryptography;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Works;

/// <summary>Starts long work and shows its progress.</summary>
public sealed partial class WorkDesk(ITableStore tables, TimeProvider time, ILogger<WorkDesk> logger) : IStarter
{
    /// <summary>The kind of the notes about work to be started.</summary>
    public const string Kind = "work";

    /// <summary>
    /// Starts work: writes a note for the sweep, the input and the row, then starts the orchestration. Once the row exists the work will be
    /// done: if the orchestration cannot be started now, the sweep starts it.
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
        await tables.UpsertAsync(new PendingStartRow { Kind = Kind, Id = row.Id, Since = row.At }, cancellation);
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

    /// <summary>Returns the work; null if there is none, or if it was deleted.</summary>
    public async Task<WorkRow?> FindAsync(string id, CancellationToken cancellation = default) =>
        (await tables.FindAsync<WorkRow>(id, WorkRow.OnlyRowKey, cancellation))?.Value;

    /// <summary>Returns the result of work; null if there is none, or not yet.</summary>
    public Task<string?> ResultAsync(string id, CancellationToken cancellation = default) => WorkTexts.ReadAsync(tables, id, WorkTextRow.Result, cancellation);

    string IStarter.Kind => Kind;

    string IStarter.InstanceIdOf(string id) => InstanceIdOf(id);

    async Task<bool?> IStarter.StartAsync(DurableTaskClient client, string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) is null ? null : await CarryAsync(client, id, cancellation);

    /// <summary>Deletes the input: without a row, nobody was told of the work.</summary>
    Task IStarter.ForgetAsync(string id, CancellationToken cancellation) => WorkTexts.DeleteAsync(tables, id, WorkTextRow.Input, cancellation);

    private static string InstanceIdOf(string work) => $"work-{work}";

    private async Task<bool> CarryAsync(DurableTaskClient client, string work, CancellationToken cancellation)
    {
        var started = await client.StartOnceAsync(nameof(LongWork), work, OrchestrationVersion.Start(InstanceIdOf(work)), cancellation);
        await tables.DeleteAsync<PendingStartRow>(Kind, work, cancellation);
        return started;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Kind} {Work} was not started; it stands recorded and the sweep will start it")]
    private partial void LogNotStarted(Exception failure, string kind, string work);
}
