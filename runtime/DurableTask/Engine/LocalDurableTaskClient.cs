using Dazhou.LocalRuntime.History;
using Dazhou.LocalRuntime.Stores;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dazhou.LocalRuntime;

/// <summary>The client of the engine in the same process.</summary>
internal sealed class LocalDurableTaskClient(string name, LocalEngine engine, DurableTaskClientOptions options) : DurableTaskClient(name)
{
    /// <summary>What forbids to start an instance under an id in use, unless the caller says otherwise: that it has not ended.</summary>
    private static readonly HashSet<InstanceStatus> s_notEnded =
        [InstanceStatus.Pending, InstanceStatus.Running, InstanceStatus.Suspended, InstanceStatus.ContinuedAsNew];

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var version = options?.Version is { } chosen ? chosen.Version : DefaultVersion;
        if (engine.Options.RejectUnknownOrchestrators
            && !engine.Factory.TryCreateOrchestrator(orchestratorName.Name, version, engine.Services, out _))
        {
            throw new ArgumentException(
                $"The function '{orchestratorName.Name}' doesn't exist, is disabled, or is not an orchestrator function.", nameof(orchestratorName));
        }

        var id = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        var started = new ExecutionStarted(
            engine.Now,
            orchestratorName.Name,
            version,
            Serialize(input, nameof(input)),
            Tags: options?.Tags is { Count: > 0 } tags ? new Dictionary<string, string>(tags, StringComparer.Ordinal) : null,
            ScheduledStart: options?.StartAt?.ToUniversalTime());
        var conflict = await engine.CreateAsync(id, started, Forbidden(options));
        return conflict is null ? id : throw new OrchestrationAlreadyExistsException(
            $"An orchestration instance with the id '{id}' already exists in status {conflict}.");
    }

    public override async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        cancellation.ThrowIfCancellationRequested();
        var sent = await engine.SendAsync(instanceId, new EventRaised(engine.Now, eventName, Serialize(eventPayload, nameof(eventPayload))));
        if (!sent.Taken)
        {
            throw NotTaken(instanceId, sent.Target, $"Event '{eventName}'");
        }
    }

    public override async Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var sent = await engine.SendAsync(instanceId, new ExecutionTerminated(
            engine.Now, Serialize(options?.Output, nameof(options)), options?.Recursive ?? false));
        if (!sent.Taken && sent.Target is null)
        {
            throw NotTaken(instanceId, null, "The request to terminate");
        }
    }

    public override async Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var sent = await engine.SendAsync(instanceId, new ExecutionSuspended(engine.Now, reason));
        if (!sent.Taken)
        {
            throw NotTaken(instanceId, sent.Target, "The request to suspend");
        }
    }

    public override async Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var sent = await engine.SendAsync(instanceId, new ExecutionResumed(engine.Now, reason));
        if (!sent.Taken)
        {
            throw NotTaken(instanceId, sent.Target, "The request to resume");
        }
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(engine.Find(instanceId) is { } row ? Describe(row, getInputsAndOutputs) : null);
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        Pageable.Create<OrchestrationMetadata>((continuation, pageSize, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var size = pageSize ?? filter?.PageSize ?? OrchestrationQuery.DefaultPageSize;
            var rows = engine.Store.Query(new InstanceFilter
            {
                CreatedFrom = filter?.CreatedFrom,
                CreatedTo = filter?.CreatedTo,
                Statuses = Convert(filter?.Statuses),
                IdPrefix = filter?.InstanceIdPrefix,
                AfterKey = PageToken.Read(continuation ?? filter?.ContinuationToken),
                Limit = size,
            });
            IReadOnlyList<OrchestrationMetadata> values =
                [.. rows.Select(row => Describe(row, filter?.FetchInputsAndOutputs ?? false))];
            return Task.FromResult(new Page<OrchestrationMetadata>(values, PageToken.Write(rows, size)));
        });

    public override Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var rows = engine.Store.Query(new InstanceFilter
        {
            Statuses = Convert(runtimeStatus),
            CompletedFrom = completedTimeFrom,
            CompletedTo = completedTimeTo,
            AfterKey = PageToken.Read(lastInstanceKey),
            Limit = pageSize,
        });
        return Task.FromResult(new Page<string>([.. rows.Select(row => row.Id)], PageToken.Write(rows, pageSize)));
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await engine.WaitAsync(instanceId, status => status != InstanceStatus.Pending, cancellation);
        return Describe(engine.Find(instanceId)!, getInputsAndOutputs);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await engine.WaitAsync(instanceId, status => status.IsTerminal(), cancellation);
        return Describe(engine.Find(instanceId)!, getInputsAndOutputs);
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return new PurgeResult(await engine.PurgeAsync([instanceId], options?.Recursive ?? false), true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        cancellation.ThrowIfCancellationRequested();
        var ids = engine.Store.Query(new InstanceFilter
        {
            CreatedFrom = filter.CreatedFrom,
            CreatedTo = filter.CreatedTo,
            Statuses = Convert(filter.Statuses),
            Limit = int.MaxValue,
        }).Select(row => row.Id).ToList();
        return new PurgeResult(await engine.PurgeAsync(ids, options?.Recursive ?? false), true);
    }

    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        if (engine.Find(instanceId) is not { } row || StartOf(row) is not { } started)
        {
            throw new ArgumentException($"An orchestration with the instance id '{instanceId}' was not found.", nameof(instanceId));
        }

        var id = restartWithNewInstanceId ? Guid.NewGuid().ToString("N") : instanceId;
        var again = started with { Timestamp = engine.Now, Parent = null, ScheduledStart = null };
        return await engine.CreateAsync(id, again, s_notEnded) is null ? id : throw new InvalidOperationException(
            $"The orchestration '{instanceId}' has not ended and cannot be restarted under its own id.");
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static HashSet<InstanceStatus> Forbidden(StartOrchestrationOptions? options) => options?.DedupeStatuses is { } statuses
        ? [.. statuses.Select(status => Enum.TryParse<InstanceStatus>(status, ignoreCase: true, out var parsed)
            ? parsed
            : throw new ArgumentException($"'{status}' is no orchestration status.", nameof(options)))]
        : s_notEnded;

    private static List<InstanceStatus>? Convert(IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
        statuses?.Select(status => (InstanceStatus)(int)status).ToList();

    private static Exception NotTaken(string instanceId, InstanceRow? target, string what) => target is null
        ? new ArgumentException($"{what} has no receiver: no instance with the id '{instanceId}' exists.", nameof(instanceId))
        : new InvalidOperationException($"{what} comes too late: the instance '{instanceId}' is {target.Status}.");

    private string? DefaultVersion => string.IsNullOrEmpty(options.DefaultVersion) ? null : options.DefaultVersion;

    private string? Serialize(object? value, string parameter) =>
        PayloadLimit.Check(options.DataConverter.Serialize(value), engine.Options.MaximumPayloadBytes, parameter);

    private ExecutionStarted? StartOf(InstanceRow row) => engine.Store.ReadHistory(row.Key).OfType<ExecutionStarted>().FirstOrDefault();

    private OrchestrationMetadata Describe(InstanceRow row, bool withPayloads)
    {
        var history = withPayloads ? engine.Store.ReadHistory(row.Key) : [];
        return new OrchestrationMetadata(row.Name, row.Id)
        {
            RuntimeStatus = (OrchestrationRuntimeStatus)(int)row.Status,
            CreatedAt = row.CreatedAt,
            LastUpdatedAt = row.UpdatedAt,
            SerializedInput = history.OfType<ExecutionStarted>().FirstOrDefault()?.Input,
            SerializedOutput = history.OfType<ExecutionCompleted>().LastOrDefault()?.Result,
            SerializedCustomStatus = withPayloads ? row.CustomStatus : null,
            FailureDetails = row.Failure?.ToDetails(),
            Tags = row.Tags ?? new Dictionary<string, string>(),
            DataConverter = withPayloads ? options.DataConverter : null,
        };
    }
}

/// <summary>The place where a page of instances ended.</summary>
internal static class PageToken
{
    public static long Read(string? token) => string.IsNullOrEmpty(token)
        ? 0
        : long.TryParse(token, out var key) ? key : throw new ArgumentException($"'{token}' is no continuation token.", nameof(token));

    public static string? Write(IReadOnlyList<InstanceRow> rows, int size) => rows.Count < size || rows.Count == 0 ? null : rows[^1].Key.ToString();
}
