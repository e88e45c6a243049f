using System.Threading.Channels;
using Dazhou.DurableEngine;
using Dazhou.FunctionsHost.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Rpc;

/// <summary>A channel with a worker that the test plays.</summary>
public sealed class WorkerChannelTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Stream _fromWorker = new();
    private readonly Stream _toWorker = new();
    private readonly WorkerChannel _channel = new("worker", NullLoggerFactory.Instance);
    private readonly Task _running;

    public WorkerChannelTests() => _running = _channel.RunAsync(_fromWorker, _toWorker, CancellationToken.None);

    [Fact]
    public async Task Answers_FindTheirInvocations_InAnyOrder()
    {
        var first = _channel.InvokeAsync("A", new InvocationRequest { InvocationId = "1" }, CancellationToken.None);
        var second = _channel.InvokeAsync("B", new InvocationRequest { InvocationId = "2" }, CancellationToken.None);
        Answer("2", "second");
        Answer("1", "first");
        Assert.Equal("first", (await first.WaitAsync(Limit)).ReturnValue.String);
        Assert.Equal("second", (await second.WaitAsync(Limit)).ReturnValue.String);
        await _channel.WhenIdleAsync(CancellationToken.None).WaitAsync(Limit);
    }

    [Fact]
    public async Task Request_GetsTheAnswerOfItsId()
    {
        var request = _channel.RequestAsync(new StreamingMessage { WorkerInitRequest = new WorkerInitRequest() }, CancellationToken.None);
        var sent = await _toWorker.NextAsync();
        _fromWorker.Add(new StreamingMessage { RequestId = "another", WorkerInitResponse = new WorkerInitResponse() });
        _fromWorker.Add(new StreamingMessage { RequestId = sent.RequestId, WorkerInitResponse = new WorkerInitResponse { Capabilities = { ["HttpUri"] = "http://localhost:1/" } } });
        Assert.Equal("http://localhost:1/", (await request.WaitAsync(Limit)).WorkerInitResponse.Capabilities["HttpUri"]);
    }

    [Fact]
    public async Task Cancellation_IsHandedOn_AndTheAnswerStillAwaited()
    {
        using var cancellation = new CancellationTokenSource();
        var invocation = _channel.InvokeAsync("A", new InvocationRequest { InvocationId = "1" }, cancellation.Token);
        Assert.Equal("1", (await _toWorker.NextAsync()).InvocationRequest.InvocationId);
        await cancellation.CancelAsync();
        Assert.Equal("1", (await _toWorker.NextAsync()).InvocationCancel.InvocationId);
        Assert.False(invocation.IsCompleted);
        Answer("1", "gave up");
        Assert.Equal("gave up", (await invocation.WaitAsync(Limit)).ReturnValue.String);
    }

    [Fact]
    public async Task EndOfTheStream_FailsWhatIsUnderWay_AndWhatComesAfter()
    {
        var invocation = _channel.InvokeAsync("A", new InvocationRequest { InvocationId = "1" }, CancellationToken.None);
        var request = _channel.RequestAsync(new StreamingMessage { WorkerInitRequest = new WorkerInitRequest() }, CancellationToken.None);
        _fromWorker.End();
        await _running.WaitAsync(Limit);
        await _channel.Closed.WaitAsync(Limit);
        await Assert.ThrowsAsync<WorkerLostException>(() => invocation.WaitAsync(Limit));
        await Assert.ThrowsAsync<WorkerLostException>(() => request.WaitAsync(Limit));
        await Assert.ThrowsAsync<WorkerLostException>(() => _channel.InvokeAsync("A", new InvocationRequest { InvocationId = "2" }, CancellationToken.None));
        await _channel.WhenIdleAsync(CancellationToken.None).WaitAsync(Limit);
    }

    [Fact]
    public async Task MessagesWithoutContent_AndUnknownAnswers_AreIgnored()
    {
        var invocation = _channel.InvokeAsync("A", new InvocationRequest { InvocationId = "1" }, CancellationToken.None);
        _fromWorker.Add(new StreamingMessage());
        Answer("unknown", "x");
        Answer("1", "done");
        Assert.Equal("done", (await invocation.WaitAsync(Limit)).ReturnValue.String);
    }

    public async ValueTask DisposeAsync()
    {
        _fromWorker.End();
        await _running.WaitAsync(Limit);
    }

    private void Answer(string invocation, string value) => _fromWorker.Add(new StreamingMessage
    {
        InvocationResponse = new InvocationResponse { InvocationId = invocation, Result = new StatusResult { Status = StatusResult.Types.Status.Success }, ReturnValue = new TypedData { String = value } },
    });

    private sealed class Stream : IAsyncStreamReader<StreamingMessage>, IServerStreamWriter<StreamingMessage>
    {
        private readonly Channel<StreamingMessage> _messages = Channel.CreateUnbounded<StreamingMessage>();

        public StreamingMessage Current { get; private set; } = null!;

        public WriteOptions? WriteOptions { get; set; }

        public void Add(StreamingMessage message) => _messages.Writer.TryWrite(message);

        public void End() => _messages.Writer.TryComplete();

        public async Task<StreamingMessage> NextAsync()
        {
            using var limit = new CancellationTokenSource(Limit);
            return await _messages.Reader.ReadAsync(limit.Token);
        }

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await _messages.Reader.WaitToReadAsync(cancellationToken))
                return false;
            Current = await _messages.Reader.ReadAsync(cancellationToken);
            return true;
        }

        public Task WriteAsync(StreamingMessage message)
        {
            Add(message);
            return Task.CompletedTask;
        }

        public Task WriteAsync(StreamingMessage message, CancellationToken cancellationToken) => WriteAsync(message);
    }
}
