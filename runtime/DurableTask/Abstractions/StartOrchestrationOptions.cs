using System.Collections.Immutable;

namespace Microsoft.DurableTask;

/// <summary>How a new orchestration is to be started.</summary>
public record StartOrchestrationOptions
{
    /// <summary>Options with an instance id and a time to start.</summary>
    /// <param name="InstanceId">The instance id, null for a generated one.</param>
    /// <param name="StartAt">When to start, null for at once.</param>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
        => (this.InstanceId, this.StartAt) = (InstanceId, StartAt);

    /// <summary>A copy of other options.</summary>
    /// <param name="options">The options to copy.</param>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (InstanceId, StartAt, Tags, Version, DedupeStatuses)
            = (options.InstanceId, options.StartAt, options.Tags, options.Version, options.DedupeStatuses);
    }

    /// <summary>The instance id; null for a generated one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When to start; null for at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Tags kept with the instance.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The version to start; null for the default.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>Statuses in which an existing instance of the same id refuses the start.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
