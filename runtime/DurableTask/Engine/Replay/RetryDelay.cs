using Microsoft.DurableTask;

namespace Dazhou.LocalRuntime.Replay;

/// <summary>How long a <see cref="RetryPolicy"/> waits before the next attempt.</summary>
internal static class RetryDelay
{
    /// <summary>The delay after failed attempt number <paramref name="attempt"/> (from 1), or null when the policy gives up.</summary>
    public static TimeSpan? Next(RetryPolicy policy, TaskFailedException failure, int attempt, TimeSpan elapsed)
    {
        if (!Handles(policy, failure) || (policy.RetryTimeout != Timeout.InfiniteTimeSpan && elapsed >= policy.RetryTimeout))
        {
            return null;
        }

        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        var limit = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : policy.MaxRetryInterval;
        var delay = milliseconds < limit.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : limit;
        return delay == TimeSpan.Zero ? null : delay;
    }

    private static bool Handles(RetryPolicy policy, TaskFailedException failure)
    {
        try
        {
            return policy.Handle(failure);
        }
        catch (Exception)
        {
            // A filter that throws must not hide the failure it was asked about.
            return false;
        }
    }
}
