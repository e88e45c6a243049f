using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>Gives the engine the orchestrators and activities that the app declares as functions.</summary>
internal sealed class FunctionTaskFactory : IDurableTaskFactory
{
    private readonly FunctionPipeline _pipeline;
    private readonly Dictionary<string, FunctionMethod> _orchestrators;
    private readonly Dictionary<string, FunctionMethod> _activities;

    public FunctionTaskFactory(FunctionCatalog catalog, FunctionPipeline pipeline)
    {
        _pipeline = pipeline;
        _orchestrators = Named(catalog, FunctionKind.Orchestration);
        _activities = Named(catalog, FunctionKind.Activity);
    }

    public bool TryCreateOrchestrator(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator)
    {
        orchestrator = _orchestrators.TryGetValue(name.Name ?? "", out var function)
            ? new Orchestrator(function, _pipeline, serviceProvider)
            : null;
        return orchestrator is not null;
    }

    public bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity)
    {
        activity = _activities.TryGetValue(name.Name ?? "", out var function)
            ? new Activity(function, _pipeline, serviceProvider)
            : null;
        return activity is not null;
    }

    // Names of functions differ by more than case.
    private static Dictionary<string, FunctionMethod> Named(FunctionCatalog catalog, FunctionKind kind) =>
        catalog.Functions.Where(f => f.Kind == kind).ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);

    private sealed class Orchestrator(FunctionMethod function, FunctionPipeline pipeline, IServiceProvider services) : ITaskOrchestrator
    {
        public Type InputType { get; } = function.Binders.OfType<InputBinder>().FirstOrDefault()?.Parameter.ParameterType ?? typeof(object);

        public Type OutputType => typeof(object);

        public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
        {
            var invocation = new LocalFunctionContext(function, services, CancellationToken.None)
            {
                TriggerValue = context,
                Input = input,

                // The engine hands over the app's services. A run that the engine drops between turns never comes to its
                // end, so its scope is left to the collector; a static orchestrator, the usual kind, has none.
                ScopesLazily = true,
            };
            var run = pipeline.RunAsync(invocation);

            // Middleware runs inside the orchestration. One that waits for anything but the orchestration itself would
            // let the orchestrator go on at another moment at each replay.
            if (!run.IsCompleted && !invocation.Entered)
            {
                throw new InvalidOperationException(
                    $"A worker middleware awaited something before the orchestrator '{function.Name}' began. "
                    + "Middleware must reach an orchestrator without waiting; let it pass by orchestration triggers.");
            }

            try
            {
                await run;
                return invocation.Value;
            }
            finally
            {
                var disposed = invocation.DisposeScopeAsync();
                if (!disposed.IsCompletedSuccessfully)
                    disposed.AsTask().GetAwaiter().GetResult();
            }
        }
    }

    private sealed class Activity(FunctionMethod function, FunctionPipeline pipeline, IServiceProvider services) : ITaskActivity
    {
        private readonly bool _takesContext = function.Trigger.ParameterType == typeof(TaskActivityContext);
        private readonly object? _default = function.Trigger.ParameterType is { IsValueType: true } type ? Activator.CreateInstance(type) : null;

        public Type InputType => _takesContext ? typeof(object) : function.Trigger.ParameterType;

        public Type OutputType => typeof(object);

        public async Task<object?> RunAsync(TaskActivityContext context, object? input)
        {
            var invocation = new LocalFunctionContext(function, services, CancellationToken.None)
            {
                TriggerValue = _takesContext ? context : input ?? _default,
                Input = input,
                BindingData = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = context.InstanceId },
            };
            await pipeline.RunAsync(invocation);
            return invocation.Value;
        }
    }
}
