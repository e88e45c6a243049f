namespace Microsoft.Azure.Functions.Worker;

/// <summary>How often and how a failed invocation of a timer function is tried again.</summary>
public abstract class RetryAttribute : Attribute
{
    /// <summary>How many times; -1 is without end.</summary>
    public int MaxRetryCount { get; set; }
}

/// <summary>Tries again after the same delay each time.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    /// <summary>Sets the number of retries and the delay between them, as <c>hh:mm:ss</c>.</summary>
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    /// <summary>The delay, as <c>hh:mm:ss</c>.</summary>
    public string DelayInterval { get; }
}

/// <summary>Tries again after delays that double between two bounds.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    /// <summary>Sets the number of retries and the bounds of the delay, as <c>hh:mm:ss</c>.</summary>
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    /// <summary>The first delay, as <c>hh:mm:ss</c>.</summary>
    public string MinimumInterval { get; }

    /// <summary>The longest delay, as <c>hh:mm:ss</c>.</summary>
    public string MaximumInterval { get; }
}
