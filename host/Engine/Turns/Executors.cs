using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine;

/// <summary>Whose turn it is: what a request without history does not say.</summary>
/// <param name="InstanceId">the instance</param>
/// <param name="Name">the orchestrator's name</param>
/// <param name="Version">the version that the instance was started with; null for none</param>
public readonly record struct TurnInfo(string InstanceId, string Name, string? Version);

/// <summary>
/// Runs orchestrator code for one turn, by the messages of the public Durable Task protocol: in this process, or in a
/// worker beside it.
/// </summary>
public interface ITurnExecutor
{
    /// <summary>
    /// From how many past events on an instance is held in memory by the executor between its turns (extended session); null never.
    /// A turn of such an instance comes without its history, and the executor may ask for it by <c>RequiresHistory</c>.
    /// </summary>
    int? SessionsFrom { get; }

    /// <summary>For how long an executor should hold an instance that has nothing to do.</summary>
    TimeSpan SessionIdleTimeout { get; }

    /// <summary>Runs one turn and answers what the code asks for.</summary>
    /// <exception cref="WorkerLostException">The code did not run to the end of the turn; the engine asks again.</exception>
    ValueTask<OrchestratorResponse> RunAsync(OrchestratorRequest request, TurnInfo info, CancellationToken cancellation);

    /// <summary>The engine no longer counts on what the executor holds of an instance.</summary>
    void Release(string instanceId);
}

/// <summary>One call of an activity. It may come again after a crash, under the same <see cref="TaskId"/>.</summary>
/// <param name="InstanceId">the orchestration that calls</param>
/// <param name="TaskId">the same for every run of this call and for no other</param>
/// <param name="EventId">the number of the call in its orchestration</param>
/// <param name="Name">the activity's name</param>
/// <param name="Version">the version of the calling instance; null for none</param>
/// <param name="Input">the input as JSON; null for none</param>
/// <param name="TraceParent">the W3C trace parent of the orchestration; null if nobody traces</param>
public sealed record ActivityCall(
    string InstanceId, string TaskId, int EventId, string Name, string? Version, string? Input, string? TraceParent);

/// <summary>How an activity ended: with a result (JSON, or null for none) or with a failure.</summary>
/// <param name="Result">the result as JSON</param>
/// <param name="Failure">why it failed; null if it did not</param>
public readonly record struct ActivityOutcome(string? Result, TaskFailureDetails? Failure = null);

/// <summary>Runs activities: in this process, or in a worker beside it.</summary>
public interface IActivityExecutor
{
    /// <summary>Runs one activity to its end.</summary>
    /// <exception cref="WorkerLostException">It is not known to have ended; the engine runs it again.</exception>
    Task<ActivityOutcome> RunAsync(ActivityCall call, CancellationToken cancellation);
}

/// <summary>The process that ran a turn or an activity is gone before it answered.</summary>
public sealed class WorkerLostException : Exception
{
    /// <summary>Creates the exception.</summary>
    public WorkerLostException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
