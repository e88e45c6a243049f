using System.Globalization;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Middleware;

namespace DistributedWorker;

/// <summary>
/// Notes every activity that this process begins, and holds one for ever when it is done: the worst moment to be killed at, since
/// all that it did is done and nobody knows.
/// </summary>
/// <param name="folder">the folder of all processes' notes</param>
/// <param name="process">this process's name</param>
/// <param name="hold">the activity that the first process to run it holds</param>
public sealed class ActivityLog(string folder, string process, string hold) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file = new(PathOf(folder, process), append: false) { AutoFlush = true };

    /// <summary>The line that a process says when it holds an activity.</summary>
    public const string Holding = "holding";

    /// <summary>What a process began, in this order.</summary>
    public static IReadOnlyList<ActivityRun> Read(string folder, string process) =>
        [.. File.ReadLines(PathOf(folder, process)).Select(line => line.Split(' ')).Select(parts => new ActivityRun(parts[0], parts[1], parts[2], parts[3]))];

    /// <summary>The dispatcher's middleware.</summary>
    public async Task RunAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        var (instance, scheduled) = (context.GetProperty<OrchestrationInstance>(), context.GetProperty<TaskScheduledEvent>());
        lock (_lock)
            _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{instance.InstanceId} {instance.ExecutionId} {scheduled.EventId} {scheduled.Name}"));
        await next();
        if (scheduled.Name != hold || !IsFirst())
            return;
        await Console.Out.WriteLineAsync(Holding);
        await Task.Delay(Timeout.Infinite);
    }

    private static string PathOf(string folder, string process) => Path.Combine(folder, $"{process}.log");

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>One process is killed, so one holds: whoever makes the file.</summary>
    private bool IsFirst()
    {
        try
        {
            new FileStream(Path.Combine(folder, Holding), FileMode.CreateNew).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}

/// <summary>A run of an activity.</summary>
/// <param name="Instance">for which orchestration</param>
/// <param name="Execution">in which execution of it</param>
/// <param name="Place">at which place of its history: what is asked for again is asked for at another</param>
/// <param name="Name">its name</param>
public sealed record ActivityRun(string Instance, string Execution, string Place, string Name);
