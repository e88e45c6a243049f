using Microsoft.DurableTask.Abstractions;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>An orchestration instance as its orchestrator sees it.</summary>
public abstract class TaskOrchestrationContext
{
    private ReplaySafeLoggerFactory? replaySafeLoggerFactory;

    /// <summary>The orchestrator's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The instance id.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The orchestration that started this one; null if there is none.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time of the current turn, the same in every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether the code runs again over what has already happened.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>The version the instance was started with, empty for none.</summary>
    public virtual string Version => string.Empty;

    /// <summary>Properties that the runtime gives to the instance.</summary>
    public virtual IReadOnlyDictionary<string, object?> Properties { get; } = new Dictionary<string, object?>();

    /// <summary>Makes loggers that are silent while replaying.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory =>
        replaySafeLoggerFactory ??= new ReplaySafeLoggerFactory(this, () => LoggerFactory);

    /// <summary>Makes the loggers behind the silent ones.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>The input of the instance.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    public abstract T? GetInput<T>();

    /// <summary>Calls an activity.</summary>
    /// <param name="name">The activity.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How to call it.</param>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <summary>Calls an activity without input.</summary>
    /// <param name="name">The activity.</param>
    /// <param name="options">How to call it.</param>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    /// <summary>Calls an activity without input for its result.</summary>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="name">The activity.</param>
    /// <param name="options">How to call it.</param>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    /// <summary>Calls an activity for its result.</summary>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="name">The activity.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How to call it.</param>
    /// <exception cref="TaskFailedException">The activity failed.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>Waits for a while.</summary>
    /// <param name="delay">How long, from the time of the current turn.</param>
    /// <param name="cancellationToken">Ends the wait as cancelled.</param>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime + delay, cancellationToken);

    /// <summary>Waits until a time.</summary>
    /// <param name="fireAt">The time in UTC.</param>
    /// <param name="cancellationToken">Ends the wait as cancelled.</param>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event; one that came earlier and that nobody took is taken at once.</summary>
    /// <typeparam name="T">The event's payload.</typeparam>
    /// <param name="eventName">Its name, in any case.</param>
    /// <param name="cancellationToken">Ends the wait as cancelled.</param>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event for a limited time.</summary>
    /// <typeparam name="T">The event's payload.</typeparam>
    /// <param name="eventName">Its name, in any case.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <exception cref="TaskCanceledException">The time ran out.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>Waits for an event for a limited time.</summary>
    /// <typeparam name="T">The event's payload.</typeparam>
    /// <param name="eventName">Its name, in any case.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait as cancelled.</param>
    /// <exception cref="TaskCanceledException">The time ran out or the wait was cancelled.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // The timer comes first, as in the real package: the order of these two is part of the history.
        using var stopTimer = new CancellationTokenSource();
        var timer = CreateTimer(timeout, stopTimer.Token);
        using var stopEvent = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var received = WaitForExternalEvent<T>(eventName, stopEvent.Token);

        var loser = await Task.WhenAny(timer, received) == received ? stopTimer : stopEvent;
        loser.Cancel();
        return await received;
    }

    /// <summary>Sends an event to another instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="eventName">The event's name.</param>
    /// <param name="payload">Its payload.</param>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Shows a status of the orchestrator's own to clients.</summary>
    /// <param name="customStatus">The status.</param>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Calls another orchestrator for its result.</summary>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How to call it.</param>
    /// <exception cref="TaskFailedException">The sub-orchestration failed.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <summary>Calls another orchestrator without input for its result.</summary>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="options">How to call it.</param>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <summary>Calls another orchestrator without input.</summary>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="options">How to call it.</param>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    /// <summary>Calls another orchestrator.</summary>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How to call it.</param>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>Begins anew with an empty history once this run has returned.</summary>
    /// <param name="newInput">The input of the new run.</param>
    /// <param name="preserveUnprocessedEvents">Whether events that nobody took are kept.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>Begins anew with an empty history once this run has returned.</summary>
    /// <param name="options">How to begin.</param>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>Makes a GUID that is the same in every replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>Makes a logger that is silent while replaying.</summary>
    /// <param name="categoryName">Its category.</param>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) => OwnLoggers.CreateLogger(categoryName);

    /// <summary>Makes a logger that is silent while replaying.</summary>
    /// <param name="type">The type that gives its category.</param>
    public virtual ILogger CreateReplaySafeLogger(Type type) => OwnLoggers.CreateLogger(type);

    /// <summary>Makes a logger that is silent while replaying.</summary>
    /// <typeparam name="T">The type that gives its category.</typeparam>
    public virtual ILogger CreateReplaySafeLogger<T>() => OwnLoggers.CreateLogger<T>();

    /// <summary>Compares the instance's version to another, so that changed code keeps old instances on their path.</summary>
    /// <param name="version">The other version.</param>
    /// <returns>Negative, zero or positive as the instance's version is lower, equal or higher.</returns>
    public virtual int CompareVersionTo(string version) => TaskOrchestrationVersioningUtils.CompareVersions(Version, version);

    private ReplaySafeLoggerFactory OwnLoggers => new(this, () => LoggerFactory);
}
