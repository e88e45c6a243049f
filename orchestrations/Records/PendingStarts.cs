using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Records;

/// <summary>
/// A note that a record's orchestration may not have been started: written before the record, deleted after the start. Table PendingStarts:
/// partition = kind, row = the record's id.
/// </summary>
public sealed record PendingStartRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "PendingStarts";

    /// <summary>The <see cref="IStarter.Kind"/> of the record.</summary>
    public required string Kind { get; init; }

    /// <summary>The record's id.</summary>
    public required string Id { get; init; }

    /// <summary>The time of writing, at +08:00.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Kind;

    /// <inheritdoc/>
    public string RowKey => Id;
}

/// <summary>Starts the orchestrations of one kind of record; registered by its system.</summary>
public interface IStarter
{
    /// <summary>Gets the kind, as written in the notes.</summary>
    string Kind { get; }

    /// <summary>Returns the id of a record's orchestration.</summary>
    string InstanceIdOf(string id);

    /// <summary>
    /// Reads the current record, starts its orchestration and deletes the note. Returns true if this call started it, false if another did,
    /// null if there is no such record.
    /// </summary>
    Task<bool?> StartAsync(DurableTaskClient client, string id, CancellationToken cancellation = default);

    /// <summary>Deletes what was written ahead of a record that was never completed.</summary>
    Task ForgetAsync(string id, CancellationToken cancellation = default) => Task.CompletedTask;
}

/// <summary>Starts the orchestrations of records whose intake stopped before starting them.</summary>
public sealed partial class PendingStarts(ITableStore tables, IEnumerable<IStarter> starters, TimeProvider time, ILogger<PendingStarts> logger) : ISweep
{
    /// <summary>The time for which an intake is assumed to be in progress.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The time after which no intake can still write its record; its caller got no answer and must start again.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public string Name => "lives and works started";

    /// <inheritdoc/>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default)
    {
        var started = 0;
        foreach (var starter in starters)
        {
            await foreach (var seen in tables.ReadPartitionAsync<PendingStartRow>(starter.Kind, cancellation: cancellation))
            {
                if (seen.Value.Since > time.GetChinaNow() - Patience) continue;
                try
                {
                    if (await StartAsync(client, starter, seen, cancellation)) started++;
                }
                catch (Exception failure) when (!cancellation.IsCancellationRequested)
                {
                    // A failed start must not block the others.
                    LogNotStarted(failure, starter.Kind, seen.Value.Id);
                }
            }
        }

        return started;
    }

    private async Task<bool> StartAsync(DurableTaskClient client, IStarter starter, Row<PendingStartRow> seen, CancellationToken cancellation)
    {
        var id = seen.Value.Id;
        // The intake may have completed since the list was read, and its orchestration may even have ended.
        if (await tables.FindAsync<PendingStartRow>(seen.Value.Kind, id, cancellation) is not { } stands || stands.ETag != seen.ETag) return false;
        // The orchestration exists and has moved on, so do not repeat the intake's writes.
        if (await client.GetInstanceAsync(starter.InstanceIdOf(id), cancellation) is not null)
        {
            await tables.TryDeleteAsync(seen, cancellation);
            return false;
        }

        if (await starter.StartAsync(client, id, cancellation) is { } started) return started;
        if (seen.Value.Since <= time.GetChinaNow() - Forgotten && await tables.TryDeleteAsync(seen, cancellation))
            await starter.ForgetAsync(id, cancellation);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Kind} {Id} could not be started; the next sweep tries again")]
    private partial void LogNotStarted(Exception failure, string kind, string id);
}

/// <summary>Registers starters.</summary>
public static class StartersRegistration
{
    /// <summary>Adds a service, registered as itself, as a starter.</summary>
    public static IServiceCollection AddStarter<T>(this IServiceCollection services)
        where T : class, IStarter =>
        services.AddSingleton<IStarter>(provider => provider.GetRequiredService<T>());
}
