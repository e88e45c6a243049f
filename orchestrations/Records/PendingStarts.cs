using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Records;

/// <summary>
/// A record whose orchestration may not have been started yet: noted before the record is written, deleted after the start. Table
/// PendingStarts: partition = kind, row = the record's id.
/// </summary>
public sealed record PendingStartRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "PendingStarts";

    /// <summary>The <see cref="IStarter.Kind"/> of what is to be started.</summary>
    public required string Kind { get; init; }

    /// <summary>The record's id.</summary>
    public required string Id { get; init; }

    /// <summary>When it was handed in, at +08:00.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Kind;

    /// <inheritdoc/>
    public string RowKey => Id;
}

/// <summary>Starts the orchestrations of one kind of record; registered by the system that owns it.</summary>
public interface IStarter
{
    /// <summary>The kind, as its notes say it.</summary>
    string Kind { get; }

    /// <summary>The orchestration of a record.</summary>
    string InstanceIdOf(string id);

    /// <summary>
    /// Reads the record as it stands now, starts its orchestration and deletes the note. True if this call started it, false if another
    /// did, null if there is no such record.
    /// </summary>
    Task<bool?> StartAsync(DurableTaskClient client, string id, CancellationToken cancellation = default);

    /// <summary>Removes what was written before a record that then never came.</summary>
    Task ForgetAsync(string id, CancellationToken cancellation = default) => Task.CompletedTask;
}

/// <summary>Starts what was recorded and is carried by no orchestration, because its intake stopped in between.</summary>
public sealed partial class PendingStarts(ITableStore tables, IEnumerable<IStarter> starters, TimeProvider time, ILogger<PendingStarts> logger) : ISweep
{
    /// <summary>Until then an intake is taken to be under way.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>After that no intake can still be about to write its record: who was told nothing has begun anew.</summary>
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
                    // One that cannot be started holds up none of the others.
                    LogNotStarted(failure, starter.Kind, seen.Value.Id);
                }
            }
        }

        return started;
    }

    private async Task<bool> StartAsync(DurableTaskClient client, IStarter starter, Row<PendingStartRow> seen, CancellationToken cancellation)
    {
        var id = seen.Value.Id;
        // The intake may have come to its end since the list was read, and what it started may have ended.
        if (await tables.FindAsync<PendingStartRow>(seen.Value.Kind, id, cancellation) is not { } stands || stands.ETag != seen.ETag) return false;
        // What runs has moved on: what the intake wrote for it is not written again.
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

/// <summary>How systems register what starts their records.</summary>
public static class StartersRegistration
{
    /// <summary>Adds the starter of a service that is registered as itself.</summary>
    public static IServiceCollection AddStarter<T>(this IServiceCollection services)
        where T : class, IStarter =>
        services.AddSingleton<IStarter>(provider => provider.GetRequiredService<T>());
}
