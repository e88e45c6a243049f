using Microsoft.DurableTask;

namespace Dazhou.Serverless.Records;

/// <summary>
/// How orchestrators call activities that touch storage or the directory: patiently, since an instance that has
/// run for a year must not end because a table was away for an hour. Durable timers wait, no thread does.
/// </summary>
public static class ActivityRetry
{
    /// <summary>After 5 s, then twice as long each time up to an hour, for about four days.</summary>
    public static TaskOptions Patient { get; } = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 110, TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromHours(1)));
}
