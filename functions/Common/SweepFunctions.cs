using System.Threading.RateLimiting;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// Bounds the sweeps of a development clock that is moved forward, by real time: it passes years in seconds. The few of a short move
/// all run, for a later one finds what was too young for the one before.
/// </summary>
public sealed class SweepPace : IDisposable
{
    private readonly TokenBucketRateLimiter sweeps = new(new()
    {
        TokenLimit = 5,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    });

    /// <summary>Whether a sweep may run now.</summary>
    public bool Take()
    {
        using var lease = sweeps.AttemptAcquire();
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => sweeps.Dispose();
}

/// <summary>Runs the sweeps that the owners of records registered, each in its rhythm.</summary>
public sealed class SweepFunctions(Sweeps sweeps, SweepPace pace)
{
    /// <summary>Every five minutes.</summary>
    [Function("Sweep")]
    public async Task RunAsync(
        [TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (pace.Take())
            await sweeps.RunAsync(client, SweepRhythm.Often, cancellationToken);
    }

    /// <summary>Every Monday at 02:00 Chinese time, which is Sunday 18:00 UTC.</summary>
    [Function("DeadlineSweep")]
    public Task RunWeeklyAsync(
        [TimerTrigger("0 0 18 * * 0")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        sweeps.RunAsync(client, SweepRhythm.Weekly, cancellationToken);
}
