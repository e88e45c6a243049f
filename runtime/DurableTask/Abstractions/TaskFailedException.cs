namespace Microsoft.DurableTask;

/// <summary>An activity or a sub-orchestration that the orchestration awaited has failed.</summary>
public sealed class TaskFailedException : Exception
{
    /// <summary>A failure known by its exception.</summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="taskId">The task's number within its orchestration.</param>
    /// <param name="innerException">What was thrown.</param>
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(Describe(taskName, taskId, innerException?.Message), innerException)
        => (TaskName, TaskId, FailureDetails) = (taskName, taskId, TaskFailureDetails.FromException(innerException!));

    /// <summary>A failure known by its details.</summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="taskId">The task's number within its orchestration.</param>
    /// <param name="failureDetails">The details.</param>
    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(Describe(taskName, taskId, failureDetails?.ErrorMessage))
        => (TaskName, TaskId, FailureDetails) = (taskName, taskId, failureDetails!);

    /// <summary>The task's name.</summary>
    public string TaskName { get; }

    /// <summary>The task's number within its orchestration.</summary>
    public int TaskId { get; }

    /// <summary>How it failed.</summary>
    public TaskFailureDetails FailureDetails { get; }

    /// <summary>Whether the failure is of exactly the given type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    [Obsolete("Use FailureDetails.IsCausedBy.")]
    public bool IsCausedByException<T>()
        where T : Exception => FailureDetails.ErrorType == typeof(T).FullName;

    // The same words as the real package: they end in histories and in the JSON of the management API.
    private static string Describe(string name, int id, string? reason) =>
        $"Task '{name}' (#{id}) failed with an unhandled exception{(reason is null ? "." : ": " + reason)}";
}
