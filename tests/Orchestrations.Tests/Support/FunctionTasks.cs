using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestrations.Tests.Support;

/// <summary>Runs the [Function] orchestrators and activities of the app without the Functions host.</summary>
internal sealed class FunctionTasks : IDurableTaskFactory
{
    private static readonly Dictionary<string, MethodInfo> Functions = typeof(Dazhou.Serverless.Approvals.Approval).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
        .ToDictionary(method => method.GetCustomAttribute<FunctionAttribute>()!.Name);

    public bool TryCreateOrchestrator(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator)
    {
        orchestrator = Functions.TryGetValue(name.Name, out var method) && method.IsStatic ? new Orchestrator(method) : null;
        return orchestrator is not null;
    }

    public bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity)
    {
        activity = Functions.TryGetValue(name.Name, out var method) && !method.IsStatic ? new Activity(method, serviceProvider) : null;
        return activity is not null;
    }

    private static async Task<object?> ResultOf(object? returned)
    {
        await (Task)returned!;
        return returned.GetType().GetProperty("Result") is { } result && result.PropertyType.Name != "VoidTaskResult" ? result.GetValue(returned) : null;
    }

    private sealed class Orchestrator(MethodInfo method) : ITaskOrchestrator
    {
        public Type InputType => typeof(object);

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) => ResultOf(method.Invoke(null, [context]));
    }

    private sealed class Activity(MethodInfo method, IServiceProvider services) : ITaskActivity
    {
        public Type InputType => method.GetParameters()[0].ParameterType;

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskActivityContext context, object? input)
        {
            object?[] arguments =
            [
                .. method.GetParameters().Select((parameter, i) => i == 0 ? input
                    : parameter.ParameterType == typeof(DurableTaskClient) ? services.GetRequiredService<DurableTaskClient>()
                    : (object)CancellationToken.None),
            ];
            return ResultOf(method.Invoke(ActivatorUtilities.CreateInstance(services, method.DeclaringType!), arguments));
        }
    }
}
