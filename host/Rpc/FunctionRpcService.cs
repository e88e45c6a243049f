using Grpc.Core;

namespace Dazhou.FunctionsHost.Rpc;

/// <summary>Where workers connect. Only the worker that this host has just started is let in.</summary>
internal sealed class FunctionRpcService(IWorkerGate gate) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.StartStream is not { } start)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A worker begins with StartStream."));
        if (gate.Enter(start.WorkerId) is not { } channel)
            throw new RpcException(new Status(StatusCode.PermissionDenied, "This host expects another worker."));

        // Apart from this call's own log scopes and trace: what the worker writes belongs to its functions.
        Task running;
        using (ExecutionContext.SuppressFlow())
            running = Task.Run(() => channel.RunAsync(requestStream, responseStream, context.CancellationToken));
        await running;
    }
}

/// <summary>Decides which worker may connect.</summary>
internal interface IWorkerGate
{
    /// <summary>The channel of an expected worker; null for any other, and for one that is connected already.</summary>
    WorkerChannel? Enter(string workerId);
}
