using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>The worker middleware of the app, in its order, and the function at its end. Every trigger runs through it.</summary>
internal sealed class FunctionPipeline
{
    private readonly FunctionExecutionDelegate _run;
    private readonly ILoggerFactory _loggers;

    public FunctionPipeline(
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        ILoggerFactory loggers)
    {
        FunctionExecutionDelegate run = ExecuteAsync;
        for (var i = middleware.Count - 1; i >= 0; i--)
            run = middleware[i](run);
        _run = run;
        _loggers = loggers;
    }

    /// <summary>Runs an invocation; its result stands in the context.</summary>
    public async Task RunAsync(LocalFunctionContext context)
    {
        var logger = _loggers.CreateLogger($"Function.{context.Function.Name}");
        using var scope = logger.BeginScope(new InvocationScope(context.Function.Name, context.InvocationId));
        await _run(context);
    }

    private static async Task ExecuteAsync(FunctionContext context)
    {
        // A middleware may hand on a context of its own that wraps ours; then the feature still leads to ours.
        var local = context as LocalFunctionContext
            ?? (LocalFunctionContext)(context.Features.Get<IInvocationOutcome>()
                ?? throw new InvalidOperationException("The middleware replaced the context of the invocation."));
        local.Entered = true;
        local.Value = await local.Function.ExecuteAsync(local);
    }

    // A scope that formats as a text on the console and as fields in structured logs.
    private sealed class InvocationScope(string function, string invocation) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 2;

        public KeyValuePair<string, object?> this[int index] => index switch
        {
            0 => new("FunctionName", function),
            1 => new("InvocationId", invocation),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
            yield return this[1];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"{function} {invocation}";
    }
}
