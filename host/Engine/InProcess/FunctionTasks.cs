using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dazhou.DurableEngine;

/// <summary>
/// The orchestrators and activities of a function app: its methods with <c>[Function]</c> and a durable trigger, called without
/// the Functions host. Parameters are bound as the Functions worker binds them, as far as durable functions use it:
/// the trigger, <c>[DurableClient]</c>, <c>CancellationToken</c>.
/// </summary>
public sealed class FunctionTasks : IDurableTaskFactory
{
    private readonly Dictionary<string, MethodInfo> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, MethodInfo> _activities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks for the functions of <paramref name="assemblies"/>.</summary>
    /// <exception cref="InvalidOperationException">Two functions of one kind have the same name, or one takes what cannot be bound.</exception>
    public FunctionTasks(params IEnumerable<Assembly> assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        foreach (var method in assemblies.SelectMany(assembly => assembly.GetTypes()).SelectMany(type => type.GetMethods()))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } function)
            {
                continue;
            }

            if (Has<OrchestrationTriggerAttribute>(method))
            {
                Add(_orchestrators, function.Name, method);
            }
            else if (Has<ActivityTriggerAttribute>(method))
            {
                Add(_activities, function.Name, method);
            }
        }
    }

    /// <summary>Whether there is an orchestrator of this name.</summary>
    public bool KnowsOrchestrator(string name) => _orchestrators.ContainsKey(name);

    /// <inheritdoc/>
    public bool TryCreateOrchestrator(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator)
    {
        orchestrator = _orchestrators.TryGetValue(name.Name, out var method) ? new Orchestrator(method, serviceProvider) : null;
        return orchestrator is not null;
    }

    /// <inheritdoc/>
    public bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity)
    {
        activity = _activities.TryGetValue(name.Name, out var method) ? new Activity(method, serviceProvider) : null;
        return activity is not null;
    }

    private static void Add(Dictionary<string, MethodInfo> methods, string name, MethodInfo method)
    {
        if (!methods.TryAdd(name, method))
        {
            throw new InvalidOperationException($"Two functions are named '{name}'.");
        }
    }

    private static bool Has<TAttribute>(MethodInfo method)
        where TAttribute : Attribute => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<TAttribute>() is not null);

    private static async Task<object?> ResultOf(object? returned)
    {
        if (returned is not Task task)
        {
            return returned;
        }

        // Without ConfigureAwait: in an orchestrator the continuation must stay on its own scheduler.
        await task;
        return returned.GetType().GetProperty(nameof(Task<object>.Result)) is { PropertyType.Name: not "VoidTaskResult" } result ? result.GetValue(returned) : null;
    }

    private static object? Invoke(MethodInfo method, object? target, object?[] arguments) =>
        method.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);

    private sealed class Orchestrator(MethodInfo method, IServiceProvider services) : ITaskOrchestrator
    {
        public Type InputType => typeof(object);

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
        {
            var loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
            var functions = new FunctionOrchestrationContext(context, input, FunctionsDataConverter.Instance, loggers);
            return ResultOf(FunctionTasks.Invoke(method, null, [.. method.GetParameters().Select(parameter => Bind(parameter, functions))]));
        }

        private static object? Bind(ParameterInfo parameter, TaskOrchestrationContext context) =>
            parameter.ParameterType == typeof(TaskOrchestrationContext) ? context : throw Unbound(parameter);
    }

    private sealed class Activity(MethodInfo method, IServiceProvider services) : ITaskActivity
    {
        public Type InputType { get; } =
            method.GetParameters().First(parameter => parameter.GetCustomAttribute<ActivityTriggerAttribute>() is not null).ParameterType;

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskActivityContext context, object? input) => ResultOf(FunctionTasks.Invoke(
            method,
            method.IsStatic ? null : ActivatorUtilities.CreateInstance(services, method.DeclaringType!),
            [.. method.GetParameters().Select(parameter => Bind(parameter, input))]));

        private object? Bind(ParameterInfo parameter, object? input) =>
            parameter.GetCustomAttribute<ActivityTriggerAttribute>() is not null ? input
            : parameter.ParameterType == typeof(DurableTaskClient) ? services.GetRequiredService<DurableTaskClient>()
            : parameter.ParameterType == typeof(CancellationToken) ? CancellationToken.None
            : throw Unbound(parameter);
    }

    private static InvalidOperationException Unbound(ParameterInfo parameter) =>
        new($"Parameter '{parameter.Name}' of '{parameter.Member.DeclaringType?.Name}.{parameter.Member.Name}' cannot be bound outside the Functions host.");
}
