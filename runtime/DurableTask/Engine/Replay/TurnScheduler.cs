namespace Dazhou.LocalRuntime.Replay;

/// <summary>
/// Runs an orchestrator's continuations one after the other on the thread of the present turn.
/// A continuation from another thread means that the code awaited something that is not durable.
/// </summary>
internal sealed class TurnScheduler(Action foreignContinuation) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private int _threadId;

    /// <summary>Whether the caller runs inside a turn, on its thread.</summary>
    public bool IsCurrent => _threadId == Environment.CurrentManagedThreadId;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
        {
            _queue.Enqueue((d, state));
        }
        else
        {
            foreignContinuation();
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("An orchestrator cannot wait for another thread.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs <paramref name="turn"/> with this scheduler as the thread's context.</summary>
    public void Run<TState>(Action<TState> turn, TState state)
    {
        var before = Current;
        _threadId = Environment.CurrentManagedThreadId;
        SetSynchronizationContext(this);
        try
        {
            turn(state);
        }
        finally
        {
            SetSynchronizationContext(before);
            _threadId = 0;
        }
    }

    /// <summary>Runs what was posted until nothing is left.</summary>
    public void Pump()
    {
        while (_queue.TryDequeue(out var item))
        {
            item.Callback(item.State);
        }
    }
}
