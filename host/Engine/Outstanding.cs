namespace Dazhou.DurableEngine;

/// <summary>Counts what the engine has under way, so that virtual time moves only when nothing is.</summary>
internal sealed class Outstanding
{
    private readonly Lock _gate = new();
    private int _count;
    private TaskCompletionSource? _idle;
    private TaskCompletionSource? _busy;

    /// <summary>How many turns, writes and activities are under way.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Begin()
    {
        if (Interlocked.Increment(ref _count) == 1 && Volatile.Read(ref _busy) is not null)
        {
            lock (_gate)
            {
                _busy?.TrySetResult();
                _busy = null;
            }
        }
    }

    public void End()
    {
        if (Interlocked.Decrement(ref _count) == 0 && Volatile.Read(ref _idle) is not null)
        {
            lock (_gate)
            {
                // Something may have begun again: then its own end completes the waiter.
                if (Count == 0)
                {
                    _idle?.TrySetResult();
                    _idle = null;
                }
            }
        }
    }

    /// <summary>Completes when nothing is under way.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // The waiter stands before the count is read, so an end in between cannot be missed.
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.MemoryBarrier();
            if (Count == 0)
            {
                _idle.TrySetResult();
                _idle = null;
                return Task.CompletedTask;
            }

            return _idle.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Completes when something is under way.</summary>
    public Task WhenBusyAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _busy ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.MemoryBarrier();
            if (Count > 0)
            {
                _busy.TrySetResult();
                _busy = null;
                return Task.CompletedTask;
            }

            return _busy.Task.WaitAsync(cancellationToken);
        }
    }
}
