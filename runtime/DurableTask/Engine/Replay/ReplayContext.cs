using Dazhou.LocalRuntime.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging;

namespace Dazhou.LocalRuntime.Replay;

/// <summary>The context an orchestrator sees. It only asks; <see cref="OrchestrationSession"/> answers from history.</summary>
internal sealed class ReplayContext(OrchestrationSession session, ILoggerFactory loggerFactory) : TaskOrchestrationContext
{
    private readonly DurableTaskWorkerOptions _options = session.Options;
    private int _guidCount;

    public override TaskName Name => session.Started.Name;

    public override string InstanceId => session.InstanceId;

    public override string Version => session.Started.Version ?? string.Empty;

    public override ParentOrchestrationInstance? Parent => session.Started.Parent is { } parent
        ? new ParentOrchestrationInstance(parent.Name, parent.InstanceId)
        : null;

    public override DateTime CurrentUtcDateTime => session.CurrentTime.UtcDateTime;

    public override bool IsReplaying => session.IsReplaying;

    protected override ILoggerFactory LoggerFactory => loggerFactory;

    public override T GetInput<T>() => _options.DataConverter.Deserialize<T>(session.Started.Input)!;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException("Task options were given as the input; pass them as the third argument.", nameof(input));
        }

        var version = options?.Version is { } chosen ? chosen.Version : session.Started.Version;
        return RetryAsync<TResult>(name, options, () =>
        {
            var payload = Serialize(input, nameof(input));
            return session.Schedule(name.Name, id => new TaskScheduled(
                session.CurrentTime, id, name.Name, version, payload, CopyTags(options)));
        });
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var instanceId = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        var version = options?.Version is { } chosen ? chosen.Version : _options.Versioning?.DefaultVersion;
        return RetryAsync<TResult>(orchestratorName, options, () =>
        {
            var payload = Serialize(input, nameof(input));
            return session.Schedule(orchestratorName.Name, id => new SubOrchestrationInstanceCreated(
                session.CurrentTime, id, orchestratorName.Name, instanceId, version, payload, CopyTags(options)));
        });
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        // Long timers are a row of shorter ones: histories must read as those of backends that cap a timer.
        var target = new DateTimeOffset(fireAt.ToUniversalTime());
        while (target - session.CurrentTime > _options.MaximumTimerInterval && !cancellationToken.IsCancellationRequested)
        {
            await session.ScheduleTimer(session.CurrentTime + _options.MaximumTimerInterval, cancellationToken);
        }

        await session.ScheduleTimer(target, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        session.CheckThread();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return session.Events.WaitAsync<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object? payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        session.Send(instanceId, eventName, Serialize(payload, nameof(payload)));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        session.CheckThread();
        session.CustomStatus = Serialize(customStatus, nameof(customStatus));
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        session.CheckThread();
        ArgumentNullException.ThrowIfNull(options);
        session.Next = new NextGeneration(
            Serialize(options.NewInput, nameof(options)),
            string.IsNullOrWhiteSpace(options.NewVersion) ? session.Started.Version : options.NewVersion,
            options.PreserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        session.CheckThread();
        return DeterministicGuid.Create($"{InstanceId}_{CurrentUtcDateTime:O}_{_guidCount++}");
    }

    private static Dictionary<string, string>? CopyTags(TaskOptions? options) =>
        options?.Tags is { Count: > 0 } tags ? new Dictionary<string, string>(tags, StringComparer.Ordinal) : null;

    private string? Serialize(object? value, string parameter) =>
        PayloadLimit.Check(_options.DataConverter.Serialize(value), session.MaximumPayloadBytes, parameter);

    private async Task<TResult> RetryAsync<TResult>(TaskName name, TaskOptions? options, Func<Task<string?>> call)
    {
        var policy = options?.Retry?.Policy;
        var handler = options?.Retry?.Handler;
        var startedAt = session.CurrentTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return _options.DataConverter.Deserialize<TResult>(await call())!;
            }
            catch (RemoteTaskFailure failure)
            {
                var error = new TaskFailedException(name, failure.TaskId, failure.Failure.ToDetails());
                if (failure.Failure.IsNonRetriable)
                {
                    throw error;
                }

                if (policy is not null)
                {
                    if (!await DelayRetryAsync(policy, error, attempt, startedAt))
                    {
                        throw error;
                    }
                }
                else if (handler is null || !await handler(new RetryContext(
                    this, attempt, error.FailureDetails, session.CurrentTime - startedAt, CancellationToken.None)))
                {
                    throw error;
                }
            }
        }
    }

    private async Task<bool> DelayRetryAsync(RetryPolicy policy, TaskFailedException error, int attempt, DateTimeOffset startedAt)
    {
        if (attempt >= policy.MaxNumberOfAttempts)
        {
            // The Durable Task Framework leaves an immediate timer here; histories keep the same shape.
            await session.ScheduleTimer(session.CurrentTime, CancellationToken.None);
            return false;
        }

        if (RetryDelay.Next(policy, error, attempt, session.CurrentTime - startedAt) is not { } delay)
        {
            return false;
        }

        await session.ScheduleTimer(session.CurrentTime + delay, CancellationToken.None);
        return true;
    }
}

/// <summary>What the next generation starts with.</summary>
internal sealed record NextGeneration(string? Input, string? Version, bool PreserveUnprocessedEvents);

/// <summary>An activity or sub-orchestration failed; becomes a TaskFailedException once its name and retries are known.</summary>
internal sealed class RemoteTaskFailure(int taskId, Failure failure) : Exception(failure.ErrorMessage)
{
    public int TaskId { get; } = taskId;

    public Failure Failure { get; } = failure;
}
