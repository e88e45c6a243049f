namespace Microsoft.DurableTask;

/// <summary>How a sub-orchestration is to be called.</summary>
public record SubOrchestrationOptions : TaskOptions
{
    /// <summary>Options with a way to retry and an instance id.</summary>
    /// <param name="retry">How to retry, null for not at all.</param>
    /// <param name="instanceId">The instance id, null for a generated one.</param>
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry) => InstanceId = instanceId;

    /// <summary>Options for a sub-orchestration made of general ones.</summary>
    /// <param name="options">The general options; their instance id is kept if they have one and none is given.</param>
    /// <param name="instanceId">The instance id, null for that of the options.</param>
    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options) => InstanceId = instanceId ?? (options as SubOrchestrationOptions)?.InstanceId;

    /// <summary>A copy of other options.</summary>
    /// <param name="options">The options to copy.</param>
    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options) => InstanceId = options.InstanceId;

    /// <summary>The instance id; null for a generated one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The version of the orchestrator to call; null for the default.</summary>
    public new TaskVersion? Version
    {
        get => base.Version;
        init => base.Version = value;
    }
}
