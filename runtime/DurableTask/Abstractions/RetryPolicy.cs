using System.ComponentModel;

namespace Microsoft.DurableTask;

/// <summary>When and how often a failed task is tried again.</summary>
public class RetryPolicy
{
    /// <summary>A policy with growing intervals.</summary>
    /// <param name="maxNumberOfAttempts">How often to try in all, the first time included.</param>
    /// <param name="firstRetryInterval">The wait before the second attempt.</param>
    /// <param name="backoffCoefficient">By what each further wait grows, at least 1.</param>
    /// <param name="maxRetryInterval">The longest wait, one hour unless given.</param>
    /// <param name="retryTimeout">How long after the first attempt to give up, never unless given.</param>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        RequireNotShorter(maxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        RequireNotShorter(retryTimeout, firstRetryInterval, nameof(retryTimeout));

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
        Handle = _ => true;
    }

    /// <summary>How often to try in all, the first time included.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The wait before the second attempt.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>By what each further wait grows.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest wait.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>How long after the first attempt to give up; <see cref="Timeout.InfiniteTimeSpan"/> for never.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Whether a failure is worth another attempt. The runtime passes a <see cref="TaskFailedException"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Func<Exception, bool> Handle { get; private init; }

    /// <summary>Never called, as in the real package.</summary>
    [Obsolete("Has no effect. Use HandleFailure or TaskOptions.FromRetryHandler.")]
    public Func<Exception, Task<bool>>? HandleAsync { get; set; }

    /// <summary>Whether a failure, by its details, is worth another attempt.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => Handle = exception => exception is TaskFailedException failed
            ? value(failed.FailureDetails)
            : throw new InvalidOperationException(
                $"A retry policy judges a {nameof(TaskFailedException)}, not a {exception?.GetType().ToString() ?? "null"}.");
    }

    private static void RequireNotShorter(TimeSpan? value, TimeSpan firstRetryInterval, string parameter)
    {
        if (value < firstRetryInterval && value != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(parameter, value, "It cannot be shorter than the first retry interval.");
    }
}
