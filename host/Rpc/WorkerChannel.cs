using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost.Rpc;

/// <summary>
/// The stream to one worker: one writer, answers found by their request or invocation. When the stream ends, everything
/// that waits for an answer fails with <see cref="WorkerLostException"/>.
/// </summary>
internal sealed class WorkerChannel(string workerId, ILoggerFactory loggers)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Invocation> _invocations = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RpcLogs _logs = new(loggers);
    private readonly Lock _gate = new();
    private TaskCompletionSource? _idle;
    private volatile bool _isClosed;

    public string WorkerId => workerId;

    /// <summary>Completes when the stream has ended.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Carries messages both ways until either side ends the stream.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writing = WriteAsync(outgoing, end.Token);
        try
        {
            while (await incoming.MoveNext(end.Token))
                Take(incoming.Current);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or RpcException or InvalidOperationException)
        {
            // The worker is gone; whoever waits for it is told below.
        }
        finally
        {
            Close();
            await end.CancelAsync();
            await writing;
        }
    }

    /// <summary>Asks something of the worker itself and waits for its answer.</summary>
    /// <exception cref="WorkerLostException">The stream has ended.</exception>
    public async Task<StreamingMessage> RequestAsync(StreamingMessage message, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        message.RequestId = Guid.NewGuid().ToString("N");
        _requests[message.RequestId] = answer;
        try
        {
            if (_isClosed)
                throw Lost();
            Send(message);
            return await answer.Task.WaitAsync(cancellation);
        }
        finally
        {
            _requests.TryRemove(message.RequestId, out _);
        }
    }

    /// <summary>
    /// Runs a function. A cancellation is handed on to the worker and the answer still awaited: only then has the function ended.
    /// </summary>
    /// <exception cref="WorkerLostException">The worker ended before it answered.</exception>
    public async Task<InvocationResponse> InvokeAsync(string function, InvocationRequest request, CancellationToken cancellation)
    {
        var invocation = new Invocation(function);
        lock (_gate)
        {
            if (_isClosed)
                throw Lost();
            _invocations[request.InvocationId] = invocation;
        }

        Send(new StreamingMessage { RequestId = request.InvocationId, InvocationRequest = request });
        await using var registration = cancellation.UnsafeRegister(
            _ => Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } }), null);
        return await invocation.Answer.Task;
    }

    /// <summary>Completes when no invocation is under way.</summary>
    public Task WhenIdleAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_isClosed || _invocations.IsEmpty)
                return Task.CompletedTask;
            return (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Sends without waiting for anything; after the end of the stream it is dropped.</summary>
    public void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellation)
    {
        try
        {
            var queue = _outgoing.Reader;
            var buffered = new WriteOptions(WriteFlags.BufferHint);
            while (await queue.WaitToReadAsync(cancellation))
            {
                // Messages that wait together leave together.
                while (queue.TryRead(out var message))
                {
                    outgoing.WriteOptions = queue.TryPeek(out _) ? buffered : null;
                    await outgoing.WriteAsync(message, cancellation);
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or RpcException or InvalidOperationException)
        {
            Close();
        }
    }

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (_invocations.TryRemove(message.InvocationResponse.InvocationId, out var invocation))
                {
                    invocation.Answer.TrySetResult(message.InvocationResponse);
                    NoteIdle();
                }

                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                var log = message.RpcLog;
                _logs.Write(log, _invocations.TryGetValue(log.InvocationId, out var of) ? of.Function : null);
                break;
            case StreamingMessage.ContentOneofCase.None:
                // What answers a cancellation or is not spoken here.
                break;
            default:
                if (_requests.TryRemove(message.RequestId, out var request))
                    request.TrySetResult(message);
                break;
        }
    }

    private void NoteIdle()
    {
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (_invocations.IsEmpty)
                (idle, _idle) = (_idle, null);
        }

        idle?.TrySetResult();
    }

    private void Close()
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
        }

        _outgoing.Writer.TryComplete();
        foreach (var id in _requests.Keys)
        {
            if (_requests.TryRemove(id, out var request))
                request.TrySetException(Lost());
        }

        foreach (var id in _invocations.Keys)
        {
            if (_invocations.TryRemove(id, out var invocation))
                invocation.Answer.TrySetException(Lost());
        }

        NoteIdle();
        _closed.TrySetResult();
    }

    private WorkerLostException Lost() => new($"The worker {workerId} ended.");

    private sealed class Invocation(string function)
    {
        public string Function => function;

        public TaskCompletionSource<InvocationResponse> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
