using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Grpc.Core;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine;

/// <summary>What clients ask without changing anything.</summary>
public sealed partial class TaskHub
{
    private const int DefaultPageSize = 100;

    /// <inheritdoc/>
    public override Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context)
    {
        Require(request.InstanceId, "instanceId");
        return Task.FromResult(engine.Find(request.InstanceId) is { } row
            ? new GetInstanceResponse { Exists = true, OrchestrationState = Describe(row, request.GetInputsAndOutputs) }
            : new GetInstanceResponse());
    }

    /// <inheritdoc/>
    public override Task<GetInstanceResponse> WaitForInstanceStart(GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, status => status != InstanceStatus.Pending, context);

    /// <inheritdoc/>
    public override Task<GetInstanceResponse> WaitForInstanceCompletion(GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, status => status.IsTerminal(), context);

    /// <inheritdoc/>
    public override Task<QueryInstancesResponse> QueryInstances(QueryInstancesRequest request, ServerCallContext context)
    {
        var query = request.Query ?? new();
        var size = query.MaxInstanceCount > 0 ? query.MaxInstanceCount : DefaultPageSize;
        var rows = engine.Store.Query(new InstanceFilter
        {
            CreatedFrom = Instant(query.CreatedTimeFrom),
            CreatedTo = Instant(query.CreatedTimeTo),
            Statuses = Statuses(query.RuntimeStatus),
            IdPrefix = query.InstanceIdPrefix,
            AfterKey = ReadToken(query.ContinuationToken),
            Limit = size,
        });
        return Task.FromResult(new QueryInstancesResponse
        {
            OrchestrationState = { rows.Select(row => Describe(row, query.FetchInputsAndOutputs)) },
            ContinuationToken = WriteToken(rows, size),
        });
    }

    /// <inheritdoc/>
    public override Task<ListInstanceIdsResponse> ListInstanceIds(ListInstanceIdsRequest request, ServerCallContext context)
    {
        var size = request.PageSize > 0 ? request.PageSize : DefaultPageSize;
        var rows = engine.Store.Query(new InstanceFilter
        {
            Statuses = Statuses(request.RuntimeStatus),
            CompletedFrom = Instant(request.CompletedTimeFrom),
            CompletedTo = Instant(request.CompletedTimeTo),
            AfterKey = ReadToken(request.LastInstanceKey),
            Limit = size,
        });
        return Task.FromResult(new ListInstanceIdsResponse { InstanceIds = { rows.Select(row => row.Id) }, LastInstanceKey = WriteToken(rows, size) });
    }

    /// <inheritdoc/>
    public override async Task StreamInstanceHistory(
        StreamInstanceHistoryRequest request, IServerStreamWriter<HistoryChunk> responseStream, ServerCallContext context)
    {
        var row = Find(request.InstanceId);
        await responseStream.WriteAsync(new HistoryChunk { Events = { engine.Store.ReadPast(row.Key) } }, context.CancellationToken);
    }

    private static long ReadToken(string? token) => string.IsNullOrEmpty(token)
        ? 0
        : long.TryParse(token, out var key) ? key : throw Status(StatusCode.InvalidArgument, $"'{token}' is no continuation token.");

    private static string? WriteToken(IReadOnlyList<InstanceRow> rows, int size) => rows.Count < size || rows.Count == 0 ? null : rows[^1].Key.ToString();

    private async Task<GetInstanceResponse> WaitAsync(GetInstanceRequest request, Func<InstanceStatus, bool> isReached, ServerCallContext context)
    {
        Require(request.InstanceId, "instanceId");
        await engine.WaitAsync(request.InstanceId, isReached, context.CancellationToken);
        return new() { Exists = true, OrchestrationState = Describe(Find(request.InstanceId), request.GetInputsAndOutputs) };
    }

    private OrchestrationState Describe(InstanceRow row, bool withPayloads)
    {
        var history = withPayloads ? engine.Store.ReadHistory(row.Key) : [];
        var state = new OrchestrationState
        {
            InstanceId = row.Id,
            Name = row.Name,
            Version = row.Version,
            OrchestrationStatus = (OrchestrationStatus)row.Status,
            CreatedTimestamp = Events.Instant(row.CreatedAt),
            LastUpdatedTimestamp = Events.Instant(row.UpdatedAt),
            CompletedTimestamp = row.CompletedAt is { } completed ? Events.Instant(completed) : null,
            ScheduledStartTimestamp = row is { Status: InstanceStatus.Pending, NextDue: { } start } ? Events.Instant(start) : null,
            Input = history.Select(item => item.ExecutionStarted).FirstOrDefault(item => item is not null)?.Input,
            Output = history.Select(item => item.ExecutionCompleted).LastOrDefault(item => item is not null)?.Result,
            CustomStatus = withPayloads ? row.CustomStatus : null,
            FailureDetails = row.Failure,
            ExecutionId = row.ExecutionId,
            ParentInstanceId = row.ParentId,
        };
        if (row.Tags is { } tags)
        {
            state.Tags.Add(new Dictionary<string, string>(tags, StringComparer.Ordinal));
        }

        return state;
    }
}
