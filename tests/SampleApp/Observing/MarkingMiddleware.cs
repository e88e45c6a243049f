using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace SampleApp.Observing;

/// <summary>Leaves a mark on every invocation, whatever triggers it.</summary>
public sealed class MarkingMiddleware(Recorder recorder) : IFunctionsWorkerMiddleware
{
    public const string Mark = "mark";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var trigger = context.FunctionDefinition.InputBindings.Values.First(b => b.Type.EndsWith("Trigger", StringComparison.Ordinal)).Type;
        context.Items[Mark] = $"{trigger} {context.FunctionDefinition.Name}";
        context.Items["scope"] = context.InstanceServices.GetRequiredService<Scoped>().Id;
        if (context.GetHttpContext() is { } http)
            http.Response.Headers["x-mark"] = trigger;
        recorder.Add($"before {trigger} {context.FunctionDefinition.Name}");
        try
        {
            await next(context);
        }
        finally
        {
            recorder.Add($"after {trigger} {context.FunctionDefinition.Name}");
        }
    }
}
