namespace Microsoft.DurableTask.Client;

/// <summary>How to remove instances.</summary>
/// <param name="Recursive">Whether their sub-orchestrations go too.</param>
public record PurgeInstanceOptions(bool Recursive = false);

/// <summary>Which instances to remove.</summary>
/// <param name="CreatedFrom">Created at or after.</param>
/// <param name="CreatedTo">Created at or before.</param>
/// <param name="Statuses">In one of these statuses; null for any that is final.</param>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>How long to go on before the rest is left for another call; null for as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>What was removed.</summary>
public class PurgeResult
{
    /// <summary>A number of removed instances.</summary>
    /// <param name="count">The number.</param>
    public PurgeResult(int count)
    {
        // The real package throws the base type.
        if (count < 0)
            throw new ArgumentException("The number of purged instances cannot be negative.", nameof(count));
        PurgedInstanceCount = count;
    }

    /// <summary>A number of removed instances, and whether they are all.</summary>
    /// <param name="count">The number.</param>
    /// <param name="isComplete">Whether they are all; null if unknown.</param>
    public PurgeResult(int count, bool? isComplete)
        : this(count) => IsComplete = isComplete;

    /// <summary>How many instances were removed.</summary>
    public int PurgedInstanceCount { get; }

    /// <summary>Whether they are all; null if unknown.</summary>
    public bool? IsComplete { get; }
}
