using System.Threading.RateLimiting;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// Limits sweeps by real time, because a development clock may pass years in seconds. The few sweeps of a short move all run: later ones
/// find what was too recent for earlier ones.
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

    /// <summary>Returns whether a sweep may run now.</summary>
    public bool Take()
    {
        using var lease = sweeps.AttemptAcquire();
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => sweeps.Dispose();
}

/// <summary>Runs the registered sweeps at their intervals.</summary>
public sealed class SweepFunctions(Sweeps sweeps, SweepPace pace)
{
    /// <summary>Runs every five minutes.</summary>
    [Function("Sweep")]
    public async Task RunAsync(
        [TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (pace.Take())
            await sweeps.RunAsync(client, SweepRhythm.Often, cancellationToken);
    }

    /// <summary>Runs on Mondays at 02:00 at +08:00, which is Sunday 18:00 UTC.</summary>
    [Function("DeadlineSweep")]
    public Task RunWeeklyAsync(
        [TimerTrigger("0 0 18 * * 0")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        sweeps.RunAsync(client, SweepRhythm.Weekly, cancellationToken);
}
