using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Mail;
using Dazhou.Serverless.Projects;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>
/// Catches up on what a crash left half done: records whose orchestration was not woken, applications whose life
/// was not started, mails whose delivery ended early.
/// </summary>
public sealed class SweepFunctions(Wakes wakes, ProjectIntake intake, MailSweep mails, ILogger<SweepFunctions> logger)
{
    /// <summary>Every five minutes.</summary>
    [Function("Sweep")]
    public async Task RunAsync(
        [TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var woken = await wakes.SweepAsync(client, cancellationToken);
        var started = await intake.SweepAsync(client, cancellationToken);
        var resent = await mails.SweepAsync(client, cancellationToken);
        if (woken + started + resent > 0)
            logger.LogWarning("The sweep woke {Woken} orchestrations, started {Started} lives and {Resent} deliveries", woken, started, resent);
    }
}
