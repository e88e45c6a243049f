using Dazhou.DurableEngine.History;
using Google.Protobuf;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TaskFailureDetails = Microsoft.DurableTask.Protobuf.TaskFailureDetails;

namespace Dazhou.DurableEngine;

/// <summary>Runs turns and activities in this process, the turns by the real worker library's own replayer.</summary>
public sealed class InProcessExecutor : ITurnExecutor, IActivityExecutor, IDisposable
{
    private readonly IDurableTaskFactory _tasks;
    private readonly IServiceProvider _services;
    private readonly ILogger _logger;
    private readonly DataConverter _converter;
    private readonly ServiceProvider _replayer;
    private readonly ExtendedSessionsCache _sessions = new();

    /// <summary>Creates the executor of the tasks that <paramref name="tasks"/> makes.</summary>
    public InProcessExecutor(
        IDurableTaskFactory tasks, IServiceProvider services, IOptions<DurableTaskWorkerOptions> options, ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(options);
        _tasks = tasks;
        _services = services;
        _logger = loggerFactory.CreateLogger<InProcessExecutor>();
        _converter = options.Value.DataConverter;

        // The replayer asks its services for this one alone.
        _replayer = new ServiceCollection().AddSingleton(new DurableTaskShimFactory(options.Value, loggerFactory)).BuildServiceProvider();
    }

    /// <inheritdoc/>
    public int? SessionsFrom => 0;

    /// <inheritdoc/>
    /// <remarks>The engine releases what it no longer counts on, so nothing needs to expire soon.</remarks>
    public TimeSpan SessionIdleTimeout => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public ValueTask<OrchestratorResponse> RunAsync(OrchestratorRequest request, TurnInfo info, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_tasks.TryCreateOrchestrator(new TaskName(info.Name), _services, out var orchestrator))
        {
            return new(Failed(
                request, Events.Failure("OrchestratorTaskNotFound", $"No orchestrator named '{info.Name}' is registered.", final: true)));
        }

        string answer;
        try
        {
            answer = GrpcOrchestrationRunner.LoadAndRun(Convert.ToBase64String(request.ToByteArray()), orchestrator, _sessions, _replayer);
        }
        catch (Exception exception)
        {
            // What the code itself throws is an answer. Here the replayer could not go on (an event that cannot be read as its waiter
            // wants it), which fails the instance with every backend.
            Release(request.InstanceId);
            return new(Failed(request, Failures.From(exception)));
        }

        return new(OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer)));
    }

    /// <inheritdoc/>
    public void Release(string instanceId)
    {
        if (_sessions.IsInitialized)
        {
            _sessions.GetOrInitializeCache(SessionIdleTimeout.TotalSeconds).Remove(instanceId);
        }
    }

    /// <inheritdoc/>
    public async Task<ActivityOutcome> RunAsync(ActivityCall call, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(call);
        try
        {
            await using var scope = _services.CreateAsyncScope();
            if (!_tasks.TryCreateActivity(new TaskName(call.Name), scope.ServiceProvider, out var activity))
            {
                return new(null, Events.Failure("ActivityTaskNotFound", $"No activity named '{call.Name}' is registered.", final: true));
            }

            var input = _converter.Deserialize(TaskInput.Unwrap(call.Input), activity.InputType);
            var output = await activity.RunAsync(new InProcessActivityContext(call), input);
            return new(_converter.Serialize(output));
        }
        catch (Exception exception)
        {
            _logger.LogWarning(exception, "Activity {Activity} of instance {InstanceId} failed (task {TaskId})", call.Name, call.InstanceId, call.TaskId);
            return new(null, Failures.From(exception));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sessions.Dispose();
        _replayer.Dispose();
    }

    private static OrchestratorResponse Failed(OrchestratorRequest request, TaskFailureDetails failure) => new()
    {
        InstanceId = request.InstanceId,
        Actions =
        {
            new OrchestratorAction
            {
                Id = -1,
                CompleteOrchestration = new()
                {
                    OrchestrationStatus = OrchestrationStatus.Failed,
                    FailureDetails = failure,
                },
            },
        },
    };
}

/// <summary>What an activity of this process knows of its call.</summary>
public sealed class InProcessActivityContext : TaskActivityContext
{
    private readonly ActivityCall _call;

    internal InProcessActivityContext(ActivityCall call) => _call = call;

    /// <inheritdoc/>
    public override TaskName Name => new(_call.Name);

    /// <inheritdoc/>
    public override string InstanceId => _call.InstanceId;

    /// <summary>
    /// The same for every run of this call and no other: instance id, generation and place in the orchestrator's code.
    /// An activity runs at least once; this is the key by which a second run is recognised.
    /// </summary>
    public string TaskId => _call.TaskId;

    /// <inheritdoc/>
    public override string Version => _call.Version ?? string.Empty;
}

/// <summary>The inputs of activities as the worker library schedules them.</summary>
public static class TaskInput
{
    /// <summary>The library schedules an activity with an array of one; this is the one, as JSON.</summary>
    public static string? Unwrap(string? scheduled)
    {
        if (scheduled is null)
        {
            return null;
        }

        var trimmed = scheduled.AsSpan().Trim();
        if (trimmed.Length < 2 || trimmed[0] != '[' || trimmed[^1] != ']')
        {
            return scheduled;
        }

        var inner = trimmed[1..^1].Trim();
        return inner.IsEmpty ? null : inner.ToString();
    }
}

/// <summary>Exceptions in the protocol's form.</summary>
internal static class Failures
{
    public static TaskFailureDetails From(Exception exception) => new()
    {
        ErrorType = exception.GetType().FullName ?? exception.GetType().Name,
        ErrorMessage = exception.Message,
        StackTrace = exception.StackTrace,
        InnerFailure = exception.InnerException is { } inner ? From(inner) : null,
    };
}
