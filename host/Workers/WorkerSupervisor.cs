using System.Diagnostics;
using Dazhou.FunctionsHost.Rpc;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost;

/// <summary>Keeps one worker running: starts it, starts the next when it ends, and ends it at last.</summary>
internal sealed class WorkerSupervisor(ILoggerFactory loggers) : IWorkerGate, IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private readonly ILogger _logger = loggers.CreateLogger("Dazhou.FunctionsHost.Worker");
    private readonly CancellationTokenSource _stop = new();
    private readonly RestartPace _pace = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource<Worker> _ready = NewReady();
    private (string Id, TaskCompletionSource<WorkerChannel> Connected)? _expected;
    private WorkerSettings? _settings;
    private Uri? _host;
    private Task _watching = Task.CompletedTask;
    private bool _stopping;

    /// <summary>The worker that can be used now; null while none is up.</summary>
    public Worker? Current => _ready.Task.IsCompletedSuccessfully ? _ready.Task.Result : null;

    /// <summary>Waits for a worker that can be used.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or the host has stopped its worker for good.</exception>
    public async ValueTask<Worker> GetAsync(CancellationToken cancellation)
    {
        Task<Worker> ready;
        lock (_gate)
            ready = _ready.Task;
        return ready.IsCompletedSuccessfully ? ready.Result : await ready.WaitAsync(cancellation);
    }

    /// <summary>Starts the first worker. What keeps it from coming up is the person's to mend, so it is not tried again.</summary>
    /// <exception cref="StartupException">The app does not come up.</exception>
    public async Task<Worker> StartAsync(WorkerSettings settings, Uri host, CancellationToken cancellation)
    {
        (_settings, _host) = (settings, host);
        var worker = await LaunchAsync(cancellation);
        _ready.SetResult(worker);
        _watching = WatchAsync(worker);
        return worker;
    }

    /// <inheritdoc/>
    public WorkerChannel? Enter(string workerId)
    {
        lock (_gate)
        {
            if (_expected is not { } expected || expected.Id != workerId)
                return null;
            _expected = null;
            var channel = new WorkerChannel(workerId, loggers);
            expected.Connected.TrySetResult(channel);
            return channel;
        }
    }

    /// <summary>Lets running invocations end as long as it may wait, then ends the worker.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        Worker? worker;
        lock (_gate)
        {
            worker = Current;
            _stopping = true;
            _ready = NewReady();
            _ready.TrySetCanceled(CancellationToken.None);
        }

        await _stop.CancelAsync();
        if (worker is not null)
        {
            try
            {
                await worker.Channel.WhenIdleAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                _logger.LogWarning("停止时仍有函数在运行，不再等待");
            }

            worker.Channel.Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(Grace) } });
            await Task.WhenAny(worker.Process.Exited, Task.Delay(Grace, CancellationToken.None));
            await EndAsync(worker);
        }

        await _watching;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping)
            await StopAsync(new CancellationToken(canceled: true));
        _stop.Dispose();
    }

    private async Task<Worker> LaunchAsync(CancellationToken cancellation)
    {
        var id = Guid.NewGuid().ToString();
        var connected = new TaskCompletionSource<WorkerChannel>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _expected = (id, connected);
        return await new WorkerStart(_settings!, _host!, id, connected.Task, _logger).RunAsync(cancellation);
    }

    private async Task WatchAsync(Worker worker)
    {
        while (true)
        {
            var since = Stopwatch.GetTimestamp();
            await Task.WhenAny(worker.Process.Exited, worker.Channel.Closed);
            lock (_gate)
            {
                if (_stopping)
                    return;
                _ready = NewReady();
            }

            await EndAsync(worker);
            _logger.LogError("应用的工作进程 {ProcessId} 已意外退出（退出码 {ExitCode}），正在重新启动；未完成的活动将重新执行", worker.Process.Id, worker.Process.ExitCode);
            if (await NextAsync(Stopwatch.GetElapsedTime(since)) is not { } next)
                return;

            WarnIfChanged(worker, next);
            worker = next;
            TaskCompletionSource<Worker> ready;
            lock (_gate)
                ready = _ready;
            if (!ready.TrySetResult(next))
            {
                await EndAsync(next);
                return;
            }
        }
    }

    private async Task<Worker?> NextAsync(TimeSpan lived)
    {
        while (true)
        {
            var wait = _pace.Next(lived);
            lived = TimeSpan.Zero;
            try
            {
                if (wait > TimeSpan.Zero)
                {
                    _logger.LogCritical(
                        "应用的工作进程已连续 {Count} 次在启动后不久退出，请查看上面的错误；{Seconds} 秒后再次启动，其间请求得到 503，编排等待",
                        _pace.Failures, wait.TotalSeconds);
                }

                await Task.Delay(wait, _stop.Token);
                return await LaunchAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return null;
            }
            catch (StartupException e)
            {
                _logger.LogError("{Message}", e.Message);
            }
        }
    }

    // What the routes and the names of the orchestrators were made of is the first worker's; a rebuilt app needs a new host.
    private void WarnIfChanged(Worker before, Worker after)
    {
        if (!Signature(before).SequenceEqual(Signature(after), StringComparer.Ordinal))
            _logger.LogWarning("应用的函数已变化（可能重新构建过），请重新启动主机");
    }

    private static IEnumerable<string> Signature(Worker worker) =>
        worker.Functions.Select(f => f.Name + string.Concat(f.RawBindings)).Order(StringComparer.Ordinal);

    private static async Task EndAsync(Worker worker)
    {
        await worker.Process.DisposeAsync();
        worker.Dispose();
    }

    private static TaskCompletionSource<Worker> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
