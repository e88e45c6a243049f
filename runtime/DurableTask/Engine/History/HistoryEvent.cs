using System.Text.Json.Serialization;
using Microsoft.DurableTask;

namespace Dazhou.LocalRuntime.History;

/// <summary>
/// One fact of an orchestration's history. The names are those of the Durable Task Framework,
/// so that a history reads the same whichever backend wrote it.
/// </summary>
/// <remarks>
/// Events are immutable once stored. A new property needs a default, because histories live for years.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(OrchestratorStarted), nameof(OrchestratorStarted))]
[JsonDerivedType(typeof(OrchestratorCompleted), nameof(OrchestratorCompleted))]
[JsonDerivedType(typeof(ExecutionStarted), nameof(ExecutionStarted))]
[JsonDerivedType(typeof(ExecutionCompleted), nameof(ExecutionCompleted))]
[JsonDerivedType(typeof(ExecutionSuspended), nameof(ExecutionSuspended))]
[JsonDerivedType(typeof(ExecutionResumed), nameof(ExecutionResumed))]
[JsonDerivedType(typeof(ExecutionTerminated), nameof(ExecutionTerminated))]
[JsonDerivedType(typeof(TaskScheduled), nameof(TaskScheduled))]
[JsonDerivedType(typeof(TaskCompleted), nameof(TaskCompleted))]
[JsonDerivedType(typeof(TaskFailed), nameof(TaskFailed))]
[JsonDerivedType(typeof(SubOrchestrationInstanceCreated), nameof(SubOrchestrationInstanceCreated))]
[JsonDerivedType(typeof(SubOrchestrationInstanceCompleted), nameof(SubOrchestrationInstanceCompleted))]
[JsonDerivedType(typeof(SubOrchestrationInstanceFailed), nameof(SubOrchestrationInstanceFailed))]
[JsonDerivedType(typeof(TimerCreated), nameof(TimerCreated))]
[JsonDerivedType(typeof(TimerFired), nameof(TimerFired))]
[JsonDerivedType(typeof(EventSent), nameof(EventSent))]
[JsonDerivedType(typeof(EventRaised), nameof(EventRaised))]
internal abstract record HistoryEvent(DateTimeOffset Timestamp);

/// <summary>An event that the orchestrator's own code caused; <see cref="EventId"/> is its place in the code's order.</summary>
internal abstract record ActionEvent(DateTimeOffset Timestamp, int EventId) : HistoryEvent(Timestamp);

internal sealed record OrchestratorStarted(DateTimeOffset Timestamp) : HistoryEvent(Timestamp);

internal sealed record OrchestratorCompleted(DateTimeOffset Timestamp) : HistoryEvent(Timestamp);

internal sealed record ExecutionStarted(
    DateTimeOffset Timestamp,
    string Name,
    string? Version,
    string? Input,
    ParentInfo? Parent = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    DateTimeOffset? ScheduledStart = null) : HistoryEvent(Timestamp);

internal sealed record ExecutionCompleted(
    DateTimeOffset Timestamp,
    InstanceStatus Status,
    string? Result,
    Failure? Failure) : HistoryEvent(Timestamp);

internal sealed record ExecutionSuspended(DateTimeOffset Timestamp, string? Reason) : HistoryEvent(Timestamp);

internal sealed record ExecutionResumed(DateTimeOffset Timestamp, string? Reason) : HistoryEvent(Timestamp);

internal sealed record ExecutionTerminated(DateTimeOffset Timestamp, string? Output, bool Recursive) : HistoryEvent(Timestamp);

internal sealed record TaskScheduled(
    DateTimeOffset Timestamp,
    int EventId,
    string Name,
    string? Version,
    string? Input,
    IReadOnlyDictionary<string, string>? Tags = null) : ActionEvent(Timestamp, EventId);

internal sealed record TaskCompleted(DateTimeOffset Timestamp, int TaskScheduledId, string? Result) : HistoryEvent(Timestamp);

internal sealed record TaskFailed(DateTimeOffset Timestamp, int TaskScheduledId, Failure Failure) : HistoryEvent(Timestamp);

internal sealed record SubOrchestrationInstanceCreated(
    DateTimeOffset Timestamp,
    int EventId,
    string Name,
    string InstanceId,
    string? Version,
    string? Input,
    IReadOnlyDictionary<string, string>? Tags = null) : ActionEvent(Timestamp, EventId);

internal sealed record SubOrchestrationInstanceCompleted(
    DateTimeOffset Timestamp, int TaskScheduledId, int ParentGeneration, string? Result) : HistoryEvent(Timestamp);

internal sealed record SubOrchestrationInstanceFailed(
    DateTimeOffset Timestamp, int TaskScheduledId, int ParentGeneration, Failure Failure) : HistoryEvent(Timestamp);

internal sealed record TimerCreated(DateTimeOffset Timestamp, int EventId, DateTimeOffset FireAt) : ActionEvent(Timestamp, EventId);

internal sealed record TimerFired(DateTimeOffset Timestamp, int TimerId, DateTimeOffset FireAt) : HistoryEvent(Timestamp);

internal sealed record EventSent(
    DateTimeOffset Timestamp, int EventId, string InstanceId, string Name, string? Input) : ActionEvent(Timestamp, EventId);

internal sealed record EventRaised(DateTimeOffset Timestamp, string Name, string? Input) : HistoryEvent(Timestamp);

/// <summary>Whom a sub-orchestration answers. The generation tells an answer to a parent that has since continued as new.</summary>
internal sealed record ParentInfo(string InstanceId, string Name, int TaskScheduledId, int Generation);

/// <summary>Why a task failed, as stored.</summary>
internal sealed record Failure(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace = null,
    Failure? InnerFailure = null,
    bool IsNonRetriable = false)
{
    public static Failure From(Exception exception) => From(TaskFailureDetails.FromException(exception));

    public static Failure From(TaskFailureDetails details) => new(
        details.ErrorType,
        details.ErrorMessage,
        details.StackTrace,
        details.InnerFailure is { } inner ? From(inner) : null);

    public TaskFailureDetails ToDetails() => new(ErrorType, ErrorMessage, StackTrace, InnerFailure?.ToDetails(), Properties: null);
}
