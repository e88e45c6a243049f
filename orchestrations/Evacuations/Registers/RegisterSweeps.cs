using System.Security.Cryptography;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Evacuations;

/// <summary>Deletes entries that were taken out of a register when their period is over, with their personal data.</summary>
public sealed class RemovalSweep(ITableStore tables, TimeProvider time) : ISweep
{
    /// <inheritdoc/>
    public string Name => "到期删除移出登记簿的个人信息";

    /// <inheritdoc/>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default)
    {
        var (today, deleted) = (time.GetChinaToday(), 0);
        await foreach (var due in tables.ReadPartitionAsync<RemovalRow>(RemovalRow.Partition, cancellation: cancellation))
        {
            if (due.Value.On > today) break;
            // One that came back into the register stays; one that was taken out again has a removal of its own.
            if (await tables.FindAsync<RegisterRow>(RegisterRow.PartitionOf(due.Value.County, due.Value.Register), due.Value.Id, cancellation) is { Value.RemovedAt: { } at } row
                && ChinaTime.DayOf(at).AddDays(EvacuationPolicy.RemovedKeptDays) <= today)
            {
                if (!await tables.TryDeleteAsync(row, cancellation)) continue;
                deleted++;
            }

            await tables.DeleteAsync<RemovalRow>(RemovalRow.Partition, due.Value.RowKey, cancellation);
        }

        return deleted;
    }
}

/// <summary>Encrypts personal data again with the newest key, so that an old key can be taken out of the settings.</summary>
public sealed class KeyRotationSweep(RegisterBook book, ITableStore tables, PersonalData personal) : ISweep
{
    /// <inheritdoc/>
    public string Name => "用最新密钥重新加密登记簿的个人信息";

    /// <inheritdoc/>
    public SweepRhythm Rhythm => SweepRhythm.Weekly;

    /// <inheritdoc/>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default)
    {
        var sealedAgain = 0;
        if (!personal.IsReady) return sealedAgain;
        foreach (var county in await book.CountiesAsync(cancellation))
        {
            foreach (var kind in RegisterKind.All.Where(kind => kind.PersonalColumns.Any()))
            {
                await foreach (var row in tables.ReadPartitionAsync<RegisterRow>(RegisterRow.PartitionOf(county.Id, kind.Key), cancellation: cancellation))
                {
                    // One that changed meanwhile was encrypted with the newest key by whoever changed it.
                    if (personal.IsOutdated(row.Value) && OpenOrNull(row.Value) is { } values && await tables.TryReplaceAsync(row, personal.With(row.Value, kind, values), cancellation)) sealedAgain++;
                }
            }
        }

        return sealedAgain;
    }

    /// <summary>Returns the values; null if their key was taken away: then the pages say so, and the others are still encrypted again.</summary>
    private IReadOnlyDictionary<string, string>? OpenOrNull(RegisterRow row)
    {
        try
        {
            return personal.Open(row);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
