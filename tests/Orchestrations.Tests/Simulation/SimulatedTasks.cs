using System.Diagnostics.CodeAnalysis;
using Dazhou.DurableEngine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;

namespace Orchestrations.Tests.Simulation;

/// <summary>The app's orchestrators and activities; an activity may fail before it begins, or when it is done, so that it runs once more.</summary>
internal sealed class SimulatedTasks(Faults faults, SimulatedPost post) : IDurableTaskFactory
{
    private const double Rate = 0.01;

    private readonly FunctionTasks _tasks = new(typeof(Dazhou.Serverless.Approvals.Approval).Assembly);

    public bool TryCreateOrchestrator(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator) =>
        _tasks.TryCreateOrchestrator(name, serviceProvider, out orchestrator);

    public bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity)
    {
        activity = _tasks.TryCreateActivity(name, serviceProvider, out var real) ? new Activity(real, faults, post) : null;
        return activity is not null;
    }

    private sealed class Activity(ITaskActivity activity, Faults faults, SimulatedPost post) : ITaskActivity
    {
        public Type InputType => activity.InputType;

        public Type OutputType => activity.OutputType;

        public async Task<object?> RunAsync(TaskActivityContext context, object? input)
        {
            Faults.Who = $"{context.Name.Name} of {context.InstanceId}";
            var attempt = post.Begin(context.InstanceId);
            try
            {
                faults.MayThrow(Rate, "before the activity");
                var result = await activity.RunAsync(context, input);
                attempt.Done();
                faults.MayThrow(Rate, "after the activity");
                return result;
            }
            catch
            {
                attempt.Failed();
                throw;
            }
        }
    }
}
