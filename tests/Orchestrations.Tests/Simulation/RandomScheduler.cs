using System.Diagnostics;

namespace Orchestrations.Tests.Simulation;

/// <summary>
/// Runs everything on the caller's thread, one piece at a time, and lets the seed choose which of the ready pieces is next:
/// every order in which turns, activities and requests may meet can be had, and had again.
/// </summary>
internal sealed class RandomScheduler(Chance chance) : TaskScheduler
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly object _gate = new();
    private readonly List<Task> _ready = [];

    /// <summary>Runs one piece; false if none is ready.</summary>
    public bool RunOne()
    {
        Task task;
        lock (_gate)
        {
            if (_ready.Count == 0) return false;
            var index = chance.Below(_ready.Count);
            task = _ready[index];
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
        }

        // A test's own context would take the continuations away to other threads.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        TryExecuteTask(task);
        SynchronizationContext.SetSynchronizationContext(context);
        return true;
    }

    /// <summary>Waits for a piece that comes from elsewhere (a database's own thread).</summary>
    public void WaitForOne(Func<string> what)
    {
        var began = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (_ready.Count == 0)
            {
                if (Stopwatch.GetElapsedTime(began) > Longest) throw new InvalidOperationException($"Something left the scheduler and did not come back: {what()}");
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>What is under way is gone, as with a process that dies.</summary>
    public void Abandon()
    {
        lock (_gate) _ready.Clear();
    }

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            _ready.Add(task);
            Monitor.PulseAll(_gate);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;
}
