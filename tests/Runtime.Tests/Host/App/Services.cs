using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Runtime.Tests.Hosting.App;

public sealed class ScopedService : IDisposable
{
    private static int s_open;

    public ScopedService() => Interlocked.Increment(ref s_open);

    public static int Open => Volatile.Read(ref s_open);

    public Guid Id { get; } = Guid.NewGuid();

    public void Dispose() => Interlocked.Decrement(ref s_open);
}

/// <summary>What happened, for tests in the same process.</summary>
public sealed class Recorder
{
    public ConcurrentQueue<string> Lines { get; } = new();
}

public sealed class RecordingMiddleware(Recorder recorder) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var trigger = context.FunctionDefinition.InputBindings.Values.First(b => b.Type.EndsWith("Trigger", StringComparison.Ordinal));
        recorder.Lines.Enqueue($"before {trigger.Type} {context.FunctionDefinition.Name}");
        context.Items["scope"] = context.InstanceServices.GetRequiredService<ScopedService>().Id;
        await next(context);
        recorder.Lines.Enqueue($"after {trigger.Type} {context.FunctionDefinition.Name}");
    }
}
