using Microsoft.DurableTask;

namespace Dazhou.Serverless.Records;

/// <summary>
/// Retry options for activities that use storage or the directory. They retry for days, so that a short outage does not end an instance
/// that has run for a year. The waits are durable timers; no thread is blocked.
/// </summary>
public static class ActivityRetry
{
    /// <summary>Retries after 5 s, doubling up to one hour, for about four days.</summary>
    public static TaskOptions Patient { get; } = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 110, TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromHours(1)));
}
