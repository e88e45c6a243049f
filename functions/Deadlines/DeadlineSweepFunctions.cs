using Dazhou.Serverless.Deadlines;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>Drops the deadlines of processes that were terminated, where no watch is left to do it or none will look for long.</summary>
public sealed class DeadlineSweepFunctions(DeadlineBook book, TimeProvider time, ILogger<DeadlineSweepFunctions> logger)
{
    /// <summary>Every Monday at 02:00 Chinese time, which is Sunday 18:00 UTC.</summary>
    [Function("DeadlineSweep")]
    public async Task RunAsync(
        [TimerTrigger("0 0 18 * * 0")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        await book.SweepAsync(client, time.GetChinaNow(), logger, cancellationToken);
}
