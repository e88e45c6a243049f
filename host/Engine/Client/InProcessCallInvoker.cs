using Grpc.Core;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine;

/// <summary>Lets the real client reach the engine of its own process: calls go to <see cref="TaskHub"/> and not over a socket.</summary>
internal sealed class InProcessCallInvoker : CallInvoker
{
    private readonly Dictionary<string, Func<object, ServerCallContext, Task<object>>> _unary = new(StringComparer.Ordinal);
    private readonly TaskHub _hub;

    public InProcessCallInvoker(TaskHub hub)
    {
        _hub = hub;
        Add<CreateInstanceRequest, CreateInstanceResponse>(nameof(TaskHub.StartInstance), hub.StartInstance);
        Add<GetInstanceRequest, GetInstanceResponse>(nameof(TaskHub.GetInstance), hub.GetInstance);
        Add<RewindInstanceRequest, RewindInstanceResponse>(nameof(TaskHub.RewindInstance), hub.RewindInstance);
        Add<RestartInstanceRequest, RestartInstanceResponse>(nameof(TaskHub.RestartInstance), hub.RestartInstance);
        Add<GetInstanceRequest, GetInstanceResponse>(nameof(TaskHub.WaitForInstanceStart), hub.WaitForInstanceStart);
        Add<GetInstanceRequest, GetInstanceResponse>(nameof(TaskHub.WaitForInstanceCompletion), hub.WaitForInstanceCompletion);
        Add<RaiseEventRequest, RaiseEventResponse>(nameof(TaskHub.RaiseEvent), hub.RaiseEvent);
        Add<TerminateRequest, TerminateResponse>(nameof(TaskHub.TerminateInstance), hub.TerminateInstance);
        Add<SuspendRequest, SuspendResponse>(nameof(TaskHub.SuspendInstance), hub.SuspendInstance);
        Add<ResumeRequest, ResumeResponse>(nameof(TaskHub.ResumeInstance), hub.ResumeInstance);
        Add<QueryInstancesRequest, QueryInstancesResponse>(nameof(TaskHub.QueryInstances), hub.QueryInstances);
        Add<ListInstanceIdsRequest, ListInstanceIdsResponse>(nameof(TaskHub.ListInstanceIds), hub.ListInstanceIds);
        Add<PurgeInstancesRequest, PurgeInstancesResponse>(nameof(TaskHub.PurgeInstances), hub.PurgeInstances);
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var response = _unary.TryGetValue(method.Name, out var call)
            ? CallAsync<TResponse>(call, request, new InProcessCallContext(method.Name, options))
            : Task.FromException<TResponse>(new RpcException(new Status(StatusCode.Unimplemented, $"{method.Name} is not served here.")));
        return new AsyncUnaryCall<TResponse>(
            response, Task.FromResult(new Metadata()), static () => Status.DefaultSuccess, static () => [], static () => { });
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        if (request is not StreamInstanceHistoryRequest history)
        {
            throw new RpcException(new Status(StatusCode.Unimplemented, $"{method.Name} is not served here."));
        }

        var chunks = new Chunks<TResponse>();
        chunks.Fill(writer => _hub.StreamInstanceHistory(history, (IServerStreamWriter<HistoryChunk>)writer, new InProcessCallContext(method.Name, options)));
        return new AsyncServerStreamingCall<TResponse>(
            chunks, Task.FromResult(new Metadata()), static () => Status.DefaultSuccess, static () => [], static () => { });
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException("The Durable Task client calls asynchronously.");

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException("The protocol has no such call.");

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException("The protocol has no such call.");

    private static async Task<TResponse> CallAsync<TResponse>(
        Func<object, ServerCallContext, Task<object>> call, object request, ServerCallContext context)
    {
        try
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            return (TResponse)await call(request, context);
        }
        catch (OperationCanceledException)
        {
            // What the client would get over a socket.
            throw new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled."));
        }
    }

    private void Add<TRequest, TResponse>(string name, Func<TRequest, ServerCallContext, Task<TResponse>> call)
        where TResponse : class =>
        _unary[name] = async (request, context) => await call((TRequest)request, context);

    /// <summary>A stream whose chunks are all there before the first is read.</summary>
    private sealed class Chunks<T> : IAsyncStreamReader<T>, IServerStreamWriter<T>
    {
        private readonly Queue<T> _chunks = [];
        private Task _filled = Task.CompletedTask;

        public T Current { get; private set; } = default!;

        public WriteOptions? WriteOptions { get; set; }

        public void Fill(Func<object, Task> fill) => _filled = fill(this);

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            await _filled.WaitAsync(cancellationToken);
            if (!_chunks.TryDequeue(out var next))
            {
                return false;
            }

            Current = next;
            return true;
        }

        public Task WriteAsync(T message)
        {
            _chunks.Enqueue(message);
            return Task.CompletedTask;
        }
    }

    private sealed class InProcessCallContext(string method, CallOptions options) : ServerCallContext
    {
        protected override string MethodCore => method;

        protected override string HostCore => "in-process";

        protected override string PeerCore => "in-process";

        protected override DateTime DeadlineCore => options.Deadline ?? DateTime.MaxValue;

        protected override Metadata RequestHeadersCore => options.Headers ?? [];

        protected override CancellationToken CancellationTokenCore => options.CancellationToken;

        protected override Metadata ResponseTrailersCore { get; } = [];

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore { get; } = new(null, []);

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
