using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine;

/// <summary>
/// What the engine does for clients, as the public protocol asks for it. A host maps it as a gRPC service; in the same process
/// the client calls it without a socket (<see cref="InProcessCallInvoker"/>).
/// </summary>
/// <remarks>Errors are the statuses that the real client knows: AlreadyExists, InvalidArgument, NotFound, FailedPrecondition.</remarks>
public sealed partial class TaskHub(LocalEngine engine) : TaskHubSidecarService.TaskHubSidecarServiceBase
{
    /// <summary>What forbids to start an instance under an id in use, unless the caller says otherwise: that it has not ended.</summary>
    private static readonly HashSet<InstanceStatus> s_notEnded =
        [InstanceStatus.Pending, InstanceStatus.Running, InstanceStatus.Suspended, InstanceStatus.ContinuedAsNew];

    /// <inheritdoc/>
    public override Task<Empty> Hello(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    /// <inheritdoc/>
    public override async Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, ServerCallContext context)
    {
        Require(request.Name, "name");
        if (engine.Options.KnowsOrchestrator is { } knows && !knows(request.Name))
        {
            throw Status(StatusCode.InvalidArgument, $"The function '{request.Name}' doesn't exist, is disabled, or is not an orchestrator function.");
        }

        CheckPayload(request.Input);
        var id = string.IsNullOrEmpty(request.InstanceId) ? Guid.NewGuid().ToString("N") : request.InstanceId;
        var started = new ExecutionStartedEvent
        {
            Name = request.Name,
            Version = string.IsNullOrEmpty(request.Version) ? engine.Options.DefaultVersion : request.Version,
            Input = request.Input,
            ScheduledStartTimestamp = request.ScheduledStartTimestamp,
            ParentTraceContext = request.ParentTraceContext,
            Tags = { request.Tags },
        };
        var conflict = await engine.CreateAsync(id, Events.Started(engine.Now, started), Forbidden(request.OrchestrationIdReusePolicy));
        return conflict is null
            ? new() { InstanceId = id }
            : throw Status(StatusCode.AlreadyExists, $"An orchestration instance with the id '{id}' already exists in status {conflict}.");
    }

    /// <inheritdoc/>
    public override async Task<RaiseEventResponse> RaiseEvent(RaiseEventRequest request, ServerCallContext context)
    {
        Require(request.InstanceId, "instanceId");
        Require(request.Name, "name");
        CheckPayload(request.Input);
        Taken(request.InstanceId, await engine.SendAsync(request.InstanceId, Events.Raised(engine.Now, request.Name, request.Input)), $"Event '{request.Name}'");
        return new();
    }

    /// <inheritdoc/>
    public override async Task<TerminateResponse> TerminateInstance(TerminateRequest request, ServerCallContext context)
    {
        Require(request.InstanceId, "instanceId");
        CheckPayload(request.Output);
        var sent = await engine.SendAsync(request.InstanceId, Events.Terminated(engine.Now, request.Output, request.Recursive));

        // One that has ended already is as the caller wants it.
        if (sent.Target is null)
        {
            Taken(request.InstanceId, sent, "The request to terminate");
        }

        return new();
    }

    /// <inheritdoc/>
    public override async Task<SuspendResponse> SuspendInstance(SuspendRequest request, ServerCallContext context)
    {
        Require(request.InstanceId, "instanceId");
        Taken(request.InstanceId, await engine.SendAsync(request.InstanceId, Events.Suspended(engine.Now, request.Reason)), "The request to suspend");
        return new();
    }

    /// <inheritdoc/>
    public override async Task<ResumeResponse> ResumeInstance(ResumeRequest request, ServerCallContext context)
    {
        Require(request.InstanceId, "instanceId");
        Taken(request.InstanceId, await engine.SendAsync(request.InstanceId, Events.Resumed(engine.Now, request.Reason)), "The request to resume");
        return new();
    }

    /// <inheritdoc/>
    public override async Task<RestartInstanceResponse> RestartInstance(RestartInstanceRequest request, ServerCallContext context)
    {
        var row = Find(request.InstanceId);
        var started = engine.Store.ReadHistory(row.Key).Select(item => item.ExecutionStarted).FirstOrDefault(item => item is not null)
            ?? throw Status(StatusCode.FailedPrecondition, $"The orchestration '{request.InstanceId}' has no beginning that could be repeated.");
        var again = started.Clone();
        again.ParentInstance = null;
        again.ScheduledStartTimestamp = null;
        var id = request.RestartWithNewInstanceId ? Guid.NewGuid().ToString("N") : request.InstanceId;
        return await engine.CreateAsync(id, Events.Started(engine.Now, again), s_notEnded) is null
            ? new() { InstanceId = id }
            : throw Status(StatusCode.FailedPrecondition, $"The orchestration '{request.InstanceId}' has not ended and cannot be restarted under its own id.");
    }

    /// <inheritdoc/>
    public override async Task<RewindInstanceResponse> RewindInstance(RewindInstanceRequest request, ServerCallContext context)
    {
        var row = Find(request.InstanceId);
        if (row.Status != InstanceStatus.Failed || !await engine.RewindAsync(request.InstanceId, request.Reason))
        {
            throw Status(StatusCode.FailedPrecondition, $"The orchestration '{request.InstanceId}' is {row.Status}; only a failed one can be rewound.");
        }

        return new();
    }

    /// <inheritdoc/>
    public override async Task<PurgeInstancesResponse> PurgeInstances(PurgeInstancesRequest request, ServerCallContext context)
    {
        IReadOnlyList<string> ids = request.RequestCase switch
        {
            PurgeInstancesRequest.RequestOneofCase.InstanceId => [request.InstanceId],
            PurgeInstancesRequest.RequestOneofCase.InstanceBatch => request.InstanceBatch.InstanceIds,
            PurgeInstancesRequest.RequestOneofCase.PurgeInstanceFilter => [.. engine.Store.Query(new InstanceFilter
            {
                CreatedFrom = Instant(request.PurgeInstanceFilter.CreatedTimeFrom),
                CreatedTo = Instant(request.PurgeInstanceFilter.CreatedTimeTo),
                Statuses = Statuses(request.PurgeInstanceFilter.RuntimeStatus),
                Limit = int.MaxValue,
            }).Select(row => row.Id)],
            _ => throw Status(StatusCode.InvalidArgument, "A purge names instances or a filter."),
        };
        return new() { DeletedInstanceCount = await engine.PurgeAsync(ids, request.Recursive), IsComplete = true };
    }

    private static HashSet<InstanceStatus> Forbidden(OrchestrationIdReusePolicy? policy) => policy is null
        ? s_notEnded
        : [.. System.Enum.GetValues<InstanceStatus>().Where(status => !policy.ReplaceableStatus.Contains((OrchestrationStatus)status))];

    private static void Taken(string instanceId, Commands.SendMessageCommand sent, string what)
    {
        if (!sent.Taken)
        {
            throw sent.Target is null
                ? Status(StatusCode.NotFound, $"{what} has no receiver: no instance with the id '{instanceId}' exists.")
                : Status(StatusCode.FailedPrecondition, $"{what} comes too late: the instance '{instanceId}' is {sent.Target.Status}.");
        }
    }

    private static void Require(string value, string field)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw Status(StatusCode.InvalidArgument, $"The field '{field}' is empty.");
        }
    }

    private static RpcException Status(StatusCode code, string message) => new(new Status(code, message));

    private static DateTimeOffset? Instant(Timestamp? at) => at?.ToDateTimeOffset();

    private static List<InstanceStatus>? Statuses(IReadOnlyCollection<OrchestrationStatus> statuses) =>
        statuses.Count == 0 ? null : [.. statuses.Select(status => (InstanceStatus)status)];

    private void CheckPayload(string? payload)
    {
        if (PayloadLimit.FindExcess(payload, engine.Options.MaximumPayloadBytes) is { } excess)
        {
            throw Status(StatusCode.InvalidArgument, excess);
        }
    }

    private InstanceRow Find(string id) => engine.Find(id) ?? throw Status(StatusCode.NotFound, $"No instance with the id '{id}' exists.");
}
