using System.Reflection;
using Microsoft.DurableTask;
using Moq;

namespace Orchestrations.Tests.Support;

/// <summary>
/// An orchestration whose activities, sub-orchestrations, timers and events the test answers. It runs on the
/// test's own thread: what a test sets off has happened when the call returns.
/// </summary>
internal sealed class ScriptedContext
{
    private static readonly MethodInfo CastMethod = typeof(ScriptedContext).GetMethod(nameof(Cast), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly Mock<TaskOrchestrationContext> _mock = new() { CallBase = true };
    private readonly Dictionary<string, Func<object?, object?>> _answers = [];
    private readonly List<(string Name, TaskCompletionSource<object?> Source)> _waiters = [];
    private readonly List<(DateTime At, TaskCompletionSource Source)> _timers = [];

    public ScriptedContext(object input, DateTimeOffset start)
    {
        Now = start.UtcDateTime;
        _mock.Setup(c => c.InstanceId).Returns("instance");
        _mock.Setup(c => c.CurrentUtcDateTime).Returns(() => Now);
        _mock.Setup(c => c.GetInput<It.IsAnyType>()).Returns(new InvocationFunc(_ => input));
        _mock.Setup(c => c.NewGuid()).Returns(Guid.Empty);
        _mock.Setup(c => c.CallActivityAsync<It.IsAnyType>(It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns(new InvocationFunc(Answer));
        _mock.Setup(c => c.CallSubOrchestratorAsync<It.IsAnyType>(It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns(new InvocationFunc(Answer));
        _mock.Setup(c => c.WaitForExternalEvent<object?>(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns((string name, CancellationToken _) =>
            {
                var source = new TaskCompletionSource<object?>();
                _waiters.Add((name, source));
                return source.Task;
            });
        _mock.Setup(c => c.CreateTimer(It.IsAny<DateTime>(), It.IsAny<CancellationToken>()))
            .Returns((DateTime at, CancellationToken stop) =>
            {
                var source = new TaskCompletionSource();
                _timers.Add((at, source));
                stop.Register(() => source.TrySetCanceled(stop));
                return source.Task;
            });
    }

    public DateTime Now { get; private set; }

    public TaskOrchestrationContext Object => _mock.Object;

    /// <summary>Every call, in order: name and input.</summary>
    public List<(string Name, object? Input)> Calls { get; } = [];

    public IEnumerable<T> InputsOf<T>(string name) => Calls.Where(call => call.Name == name).Select(call => (T)call.Input!);

    /// <summary>What an activity or sub-orchestration answers; null for all that are not named.</summary>
    public ScriptedContext On<TInput>(string name, Func<TInput, object?> answer)
    {
        _answers[name] = input => answer((TInput)input!);
        return this;
    }

    /// <summary>Raises an event; the oldest open waiter of that name gets it.</summary>
    public void Raise(string name)
    {
        var waiter = Assert.Single(_waiters, waiter => waiter.Name == name && !waiter.Source.Task.IsCompleted);
        waiter.Source.SetResult(null);
    }

    public bool IsWaitedFor(string name) => _waiters.Any(waiter => waiter.Name == name && !waiter.Source.Task.IsCompleted);

    /// <summary>Goes to the next timer and fires it, late if the machine stood still; answers its time.</summary>
    public DateTime FireNextTimer(TimeSpan late = default)
    {
        var next = _timers.Where(timer => !timer.Source.Task.IsCompleted).OrderBy(timer => timer.At).First();
        Now = next.At + late;
        next.Source.SetResult();
        return next.At;
    }

    private object Answer(IInvocation invocation)
    {
        var name = ((TaskName)invocation.Arguments[0]!).Name;
        Calls.Add((name, invocation.Arguments[1]));
        var answer = _answers.TryGetValue(name, out var known) ? known(invocation.Arguments[1]) : null;
        var type = invocation.Method.GetGenericArguments()[0];
        return CastMethod.MakeGenericMethod(type).Invoke(null, [answer])!;
    }

    private static Task<T?> Cast<T>(object? answer) => answer is Task<T?> task ? task : Task.FromResult((T?)answer);
}
