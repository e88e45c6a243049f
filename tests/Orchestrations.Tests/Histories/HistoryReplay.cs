using Dazhou.LocalRuntime;
using Dazhou.LocalRuntime.History;
using Dazhou.LocalRuntime.Replay;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Histories;

/// <summary>Holds a recorded history against today's code.</summary>
internal static class HistoryReplay
{
    /// <summary>Why an instance with this history could not go on today; null if it could.</summary>
    public static string? FindBreak(RecordedHistory history)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var foreign = false;
        var session = new OrchestrationSession(
            history.InstanceId,
            new(new FunctionTasks(), services, new DurableTaskWorkerOptions(), NullLoggerFactory.Instance, new LocalRuntimeOptions().MaximumPayloadBytes),
            () => foreign = true);

        // Without its recorded end, so that the code has to come to it by itself.
        session.Replay([.. history.Events.Where(item => item is not ExecutionCompleted)]);
        session.RunTurn([]);

        if (session.Completion is { Failure.ErrorType: var error } failed && error == typeof(NonDeterministicOrchestrationException).FullName)
            return failed.Failure!.ErrorMessage;
        if (foreign) return $"'{history.Name}' waits for something that is not of its context.";
        if (session.Actions.Count > 0) return $"'{history.Name}' asks for {session.Actions[0].GetType().Name} #{session.Actions[0].EventId} after the end of its history.";
        if (session.Completion is null) return $"'{history.Name}' does not come to its end: {history.End.Status}.";
        return session.Completion.Status == history.End.Status
            ? null
            : $"'{history.Name}' ends as {session.Completion.Status} and not as {history.End.Status}: {session.Completion.Failure?.ErrorMessage}";
    }
}
