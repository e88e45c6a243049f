namespace Microsoft.DurableTask;

/// <summary>How an activity or a sub-orchestration is to be called.</summary>
public record TaskOptions
{
    /// <summary>Options with a way to retry.</summary>
    /// <param name="retry">How to retry, null for not at all.</param>
    public TaskOptions(TaskRetryOptions? retry)
        : this(retry, null)
    {
    }

    /// <summary>Options with a way to retry and tags.</summary>
    /// <param name="retry">How to retry, null for not at all.</param>
    /// <param name="tags">Tags kept with the call.</param>
    public TaskOptions(TaskRetryOptions? retry = null, IDictionary<string, string>? tags = null)
    {
        Retry = retry;
        Tags = tags;
    }

    /// <summary>A copy of other options.</summary>
    /// <param name="options">The options to copy.</param>
    public TaskOptions(TaskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Retry, Tags, Version) = (options.Retry, options.Tags, options.Version);
    }

    /// <summary>How to retry; null for not at all.</summary>
    public TaskRetryOptions? Retry { get; init; }

    /// <summary>Tags kept with the call.</summary>
    public IDictionary<string, string>? Tags { get; init; }

    /// <summary>The version of the task to call; null for the default.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>Options that retry by a policy.</summary>
    /// <param name="policy">The policy.</param>
    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(policy);

    /// <summary>Options that ask a handler whether to retry.</summary>
    /// <param name="handler">The handler.</param>
    public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => new(handler);

    /// <summary>Options that ask a handler whether to retry.</summary>
    /// <param name="handler">The handler.</param>
    public static TaskOptions FromRetryHandler(RetryHandler handler) => new(handler);

    /// <summary>These options for a sub-orchestration with the given instance id.</summary>
    /// <param name="instanceId">The instance id.</param>
    public SubOrchestrationOptions WithInstanceId(string instanceId) => new(this, instanceId);
}
