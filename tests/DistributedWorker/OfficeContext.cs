using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace DistributedWorker;

/// <summary>
/// An orchestrator of the app in the office's time: the engine's time is translated on its way in, timers on their way out.
/// Everything else is the engine's own context.
/// </summary>
internal sealed class OfficeOrchestrator(ITaskOrchestrator orchestrator, OfficeClock clock, DataConverter converter) : ITaskOrchestrator
{
    public Type InputType => orchestrator.InputType;

    public Type OutputType => orchestrator.OutputType;

    public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) =>
        orchestrator.RunAsync(new OfficeContext(context, input, clock, converter), input);
}

internal sealed class OfficeContext(TaskOrchestrationContext inner, object? input, OfficeClock clock, DataConverter converter) : TaskOrchestrationContext
{
    /// <summary>Azure's queues hide a message for whole seconds and round down, so that a timer fires up to one too early: here a day.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    public override TaskName Name => inner.Name;

    public override string InstanceId => inner.InstanceId;

    public override ParentOrchestrationInstance? Parent => inner.Parent;

    public override DateTime CurrentUtcDateTime => clock.FromMachine(new(inner.CurrentUtcDateTime, TimeSpan.Zero)).UtcDateTime;

    public override bool IsReplaying => inner.IsReplaying;

    public override string Version => inner.Version;

    public override IReadOnlyDictionary<string, object?> Properties => inner.Properties;

    protected override ILoggerFactory LoggerFactory => inner.ReplaySafeLoggerFactory;

    /// <summary>As in the Functions worker, the input becomes what the orchestrator asks for only here.</summary>
    public override T? GetInput<T>()
        where T : default => input is null or T ? (T?)input : converter.Deserialize<T>(converter.Serialize(input));

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) =>
        inner.CreateTimer(clock.ToMachine(new(fireAt, TimeSpan.Zero)).UtcDateTime + Rounding, cancellationToken);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        inner.CallActivityAsync<TResult>(name, input, options);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        inner.CallSubOrchestratorAsync<TResult>(orchestratorName, input, options);

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        inner.WaitForExternalEvent<T>(eventName, cancellationToken);

    public override void SendEvent(string instanceId, string eventName, object payload) => inner.SendEvent(instanceId, eventName, payload);

    public override void SetCustomStatus(object? customStatus) => inner.SetCustomStatus(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        inner.ContinueAsNew(newInput, preserveUnprocessedEvents);

    public override Guid NewGuid() => inner.NewGuid();
}
