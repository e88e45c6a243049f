using Dazhou.FunctionsHost.Rpc;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost;

/// <summary>Starts a worker and leads it to the point where functions can be invoked.</summary>
internal sealed class WorkerStart(WorkerSettings settings, Uri host, string workerId, Task<WorkerChannel> connected, ILogger logger)
{
    private const string HttpCapability = "HttpUri";

    // A debugger that the app waits for takes as long as its person.
    private const string DebuggerWait = "FUNCTIONS_ENABLE_DEBUGGER_WAIT";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <exception cref="StartupException">The app does not come up; the message says why as far as it is known.</exception>
    public async Task<Worker> RunAsync(CancellationToken cancellation)
    {
        var process = WorkerProcess.Start(settings, workerId, host, logger);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (!IsDebuggerAwaited())
            limit.CancelAfter(Limit);
        try
        {
            var leading = LeadAsync(process, limit.Token);
            if (await Task.WhenAny(leading, process.Exited) == process.Exited && !leading.IsCompletedSuccessfully)
                throw Ended(process);
            return await leading;
        }
        catch (WorkerLostException e)
        {
            // Its end follows at once where it crashed, and has the better reason.
            await Task.WhenAny(process.Exited, Task.Delay(TimeSpan.FromSeconds(2), cancellation));
            if (process.Exited.IsCompleted)
                throw Ended(process, e);
            await process.DisposeAsync();
            throw new StartupException($"应用的工作进程在启动时断开了连接：{process.LastLines()}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            await process.DisposeAsync();
            throw new StartupException(
                $"应用在 {Limit.TotalSeconds} 秒内没有与主机建立连接。Program.cs 应以 FunctionsApplication.CreateBuilder(args) 建立应用并运行：{process.LastLines()}", e);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private async Task<Worker> LeadAsync(WorkerProcess process, CancellationToken cancellation)
    {
        var channel = await connected.WaitAsync(cancellation);
        var answer = await channel.RequestAsync(
            new StreamingMessage
            {
                WorkerInitRequest = new WorkerInitRequest
                {
                    HostVersion = "4.0.0",
                    WorkerDirectory = settings.App.Path,
                    FunctionAppDirectory = settings.App.Path,
                },
            },
            cancellation);
        var capabilities = answer.WorkerInitResponse.Capabilities;
        Check(answer.WorkerInitResponse.Result, "应用没有完成初始化");
        var address = capabilities.TryGetValue(HttpCapability, out var text) && Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;

        answer = await channel.RequestAsync(
            new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = settings.App.Path } }, cancellation);
        Check(answer.FunctionMetadataResponse.Result, "应用没有说明它的函数");
        var functions = answer.FunctionMetadataResponse.FunctionMetadataResults;

        // One by one: a collection of loads is ignored by the worker.
        var loads = functions.Select(function => LoadAsync(channel, function, cancellation)).ToList();
        await Task.WhenAll(loads);
        return new Worker(process, channel, address is null ? null : await WorkerHttp.OpenAsync(address, cancellation), functions);
    }

    private static StartupException Ended(WorkerProcess process, Exception? inner = null) =>
        new($"应用的工作进程在启动时退出了（退出码 {process.ExitCode}）：{process.LastLines()}", inner!);

    private static async Task LoadAsync(WorkerChannel channel, RpcFunctionMetadata function, CancellationToken cancellation)
    {
        var answer = await channel.RequestAsync(
            new StreamingMessage { FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function } }, cancellation);
        Check(answer.FunctionLoadResponse.Result, $"函数 {function.Name} 无法载入");
    }

    private static void Check(StatusResult? result, string what)
    {
        if (result is { Status: not StatusResult.Types.Status.Success })
            throw new StartupException($"{what}：{result.Exception?.Message ?? result.Result}");
    }

    private bool IsDebuggerAwaited() =>
        bool.TryParse(Environment.GetEnvironmentVariable(DebuggerWait) ?? settings.LocalValues.GetValueOrDefault(DebuggerWait), out var waits) && waits;
}
