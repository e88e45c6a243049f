using System.Diagnostics;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Works;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>When the last sweep began in this process.</summary>
public sealed class SweepPace
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    private long last;

    /// <summary>Whether this process has taken over what an earlier version listed.</summary>
    public bool Upgraded { get; set; }

    /// <summary>
    /// False when a sweep began less than a second of real time ago. A development clock that is moved forward passes
    /// thousands of ticks in that second, and what they would find is the same.
    /// </summary>
    public bool Take()
    {
        var now = Stopwatch.GetTimestamp();
        var before = Interlocked.Read(ref last);
        return (before == 0 || Stopwatch.GetElapsedTime(before, now) >= Least)
            && Interlocked.CompareExchange(ref last, now, before) == before;
    }
}

/// <summary>
/// Catches up on what a crash left half done: records whose orchestration was not woken, applications and long work whose
/// orchestration was not started, mails whose delivery ended early.
/// </summary>
public sealed class SweepFunctions(
    Wakes wakes, ProjectIntake intake, OperationBudgets operations, WorkDesk works, ProjectLists lists, MailTroubles mails, SweepPace pace,
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
        if (!pace.Upgraded)
        {
            await lists.UpgradeAsync(cancellationToken);
            pace.Upgraded = true;
        }

        var resent = await mails.SweepAsync(client, cancellationToken);
        if (woken + started + resent > 0)
            logger.LogWarning("The sweep woke {Woken} orchestrations, started {Started} lives and works and {Resent} deliveries", woken, started, resent);
    }
}
