namespace Dazhou.DurableEngine.History;

/// <summary>The stored status of an instance; the values are those of Durable Task's OrchestrationRuntimeStatus.</summary>
internal enum InstanceStatus
{
    Running = 0,
    Completed = 1,
    ContinuedAsNew = 2,
    Failed = 3,
    Canceled = 4,
    Terminated = 5,
    Pending = 6,
    Suspended = 7,
}

internal static class InstanceStatusExtensions
{
    /// <summary>Whether an instance of this status will never run again by itself.</summary>
    public static bool IsTerminal(this InstanceStatus status) => status
        is InstanceStatus.Completed or InstanceStatus.Failed or InstanceStatus.Terminated or InstanceStatus.Canceled;
}
