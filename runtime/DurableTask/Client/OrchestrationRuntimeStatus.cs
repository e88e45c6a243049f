namespace Microsoft.DurableTask.Client;

/// <summary>Where an orchestration stands.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>It has started.</summary>
    Running = 0,

    /// <summary>It has ended with a result.</summary>
    Completed = 1,

    /// <summary>Not used; kept for the number.</summary>
    [Obsolete("Exists for compatibility only.")]
    ContinuedAsNew = 2,

    /// <summary>It has ended with an exception.</summary>
    Failed = 3,

    /// <summary>Not used; kept for the number.</summary>
    [Obsolete("Exists for compatibility only.")]
    Canceled = 4,

    /// <summary>It was ended from outside.</summary>
    Terminated = 5,

    /// <summary>It is accepted and has not started.</summary>
    Pending = 6,

    /// <summary>It stands still until resumed.</summary>
    Suspended = 7,
}
