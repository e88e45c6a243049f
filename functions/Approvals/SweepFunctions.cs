using System.Threading.RateLimiting;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Works;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Approvals;

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

/// <summary>
/// Catches up on what a crash left half done: records whose orchestration was not woken, applications and long work whose
/// orchestration was not started, mails whose delivery ended early.
/// </summary>
public sealed class SweepFunctions(
    Wakes wakes, ProjectIntake intake, OperationBudgets operations, WorkDesk works, MailTroubles mails, SweepPace pace,
    ILogger<SweepFunctions> logger)
{
    /// <summary>Every five minutes.</summary>
    [Function("Sweep")]
    public async Task RunAsync(
        [TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!pace.Take())
            return;
        var woken = await wakes.SweepAsync(client, cancellationToken);
        var started = await intake.SweepAsync(client, cancellationToken) + await operations.SweepAsync(client, cancellationToken)
            + await works.SweepAsync(client, cancellationToken);
        var resent = await mails.SweepAsync(client, cancellationToken);
        if (woken + started + resent > 0)
            logger.LogWarning("The sweep woke {Woken} orchestrations, started {Started} lives and works and {Resent} deliveries", woken, started, resent);
    }
}
