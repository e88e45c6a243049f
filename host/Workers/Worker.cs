using Dazhou.FunctionsHost.Rpc;

namespace Dazhou.FunctionsHost;

/// <summary>A worker that is connected and has loaded its functions.</summary>
internal sealed class Worker(WorkerProcess process, WorkerChannel channel, WorkerHttp? http, IReadOnlyList<RpcFunctionMetadata> functions) : IDisposable
{
    // Of two that have one name the host says so when it reads them.
    private readonly Dictionary<string, string> _ids = functions
        .DistinctBy(f => f.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(f => f.Name, f => f.FunctionId, StringComparer.OrdinalIgnoreCase);

    public WorkerProcess Process => process;

    public WorkerChannel Channel => channel;

    /// <summary>What the worker says of its functions.</summary>
    public IReadOnlyList<RpcFunctionMetadata> Functions => functions;

    /// <summary>The way to the worker's own web server.</summary>
    public WorkerHttp Http => http ?? throw new InvalidOperationException("The worker has no web server.");

    public bool HasWebServer => http is not null;

    /// <summary>Runs a function; the request's ids and trace are filled in here.</summary>
    /// <exception cref="WorkerLostException">The worker ended before it answered.</exception>
    public Task<InvocationResponse> InvokeAsync(FunctionEntry function, InvocationRequest request, CancellationToken cancellation)
    {
        request.FunctionId = _ids.GetValueOrDefault(function.Name) ?? throw new WorkerLostException($"The worker no longer has the function {function.Name}.");
        if (request.InvocationId.Length == 0)
            request.InvocationId = Guid.NewGuid().ToString();
        request.TraceContext ??= new RpcTraceContext();
        return channel.InvokeAsync(function.Name, request, cancellation);
    }

    public void Dispose() => http?.Dispose();
}
