namespace Dazhou.DurableEngine;

/// <summary>
/// The time source of the local runtime: either virtual, frozen until moved, or the system's time plus an offset.
/// Both can be moved forward and never back, because orchestrations have recorded what they saw.
/// </summary>
/// <remarks>All instants are UTC; the zone of <see cref="TimeProvider.LocalTimeZone"/> is left to the callers.</remarks>
public sealed class Clock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<ClockTimer, DateTimeOffset> _timers = new();
    private readonly ITimer? _wake;
    private DateTimeOffset _frozenAt;
    private readonly Action<TimeSpan>? _moving;
    private TimeSpan _offset;

    private Clock(DateTimeOffset? frozenAt, TimeSpan offset, Action<TimeSpan>? moving = null)
    {
        _moving = moving;
        IsVirtual = frozenAt.HasValue;
        _frozenAt = frozenAt?.ToUniversalTime() ?? default;
        _offset = offset;
        if (!IsVirtual)
        {
            _wake = System.CreateTimer(_ => FireDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Whether time stands still between two calls of <see cref="MoveTo"/>.</summary>
    public bool IsVirtual { get; }

    /// <summary>How far a running clock is ahead of the system's; zero for a virtual clock.</summary>
    public TimeSpan Offset
    {
        get
        {
            lock (_gate)
            {
                return _offset;
            }
        }
    }

    /// <summary>The earliest instant at which a timer made by <see cref="CreateTimer"/> fires, or null.</summary>
    internal DateTimeOffset? NextTimer
    {
        get
        {
            lock (_gate)
            {
                DropStale();
                return _timers.TryPeek(out _, out var due) ? due : null;
            }
        }
    }

    /// <summary>A clock that stands at <paramref name="start"/> until it is moved.</summary>
    public static Clock Virtual(DateTimeOffset start) => new(start, TimeSpan.Zero);

    /// <summary>A clock that runs with the system's, <paramref name="offset"/> ahead of it.</summary>
    /// <param name="offset">How far it is ahead.</param>
    /// <param name="moving">Told of a new offset just before the clock takes it, and before anything that it makes due.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset is negative.</exception>
    public static Clock Running(TimeSpan offset = default, Action<TimeSpan>? moving = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, TimeSpan.Zero);
        return new Clock(null, offset, moving);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        if (!IsVirtual)
        {
            // A torn read of the offset is impossible: it is 64 bits.
            return System.GetUtcNow() + _offset;
        }

        lock (_gate)
        {
            return _frozenAt;
        }
    }

    /// <summary>Moves the clock forward and fires the timers that have become due, in their order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant lies before the present one.</exception>
    public void MoveTo(DateTimeOffset instant)
    {
        lock (_gate)
        {
            var now = GetUtcNow();
            if (instant < now)
            {
                // A running clock may have passed the instant since the caller looked.
                if (!IsVirtual)
                {
                    return;
                }

                throw new ArgumentOutOfRangeException(nameof(instant), instant, $"The clock stands at {now:O} and moves only forward.");
            }

            if (IsVirtual)
            {
                _frozenAt = instant.ToUniversalTime();
            }
            else
            {
                var offset = _offset + (instant - now);
                _moving?.Invoke(offset);
                _offset = offset;
            }
        }

        FireDue();
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ClockTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Schedule(ClockTimer timer, DateTimeOffset due)
    {
        lock (_gate)
        {
            _timers.Enqueue(timer, due);
            Arm();
        }

        if (due <= GetUtcNow())
        {
            FireDue();
        }
    }

    private void FireDue()
    {
        while (true)
        {
            ClockTimer timer;
            DateTimeOffset due;
            lock (_gate)
            {
                if (!_timers.TryPeek(out timer!, out due) || due > GetUtcNow())
                {
                    Arm();
                    return;
                }

                _timers.Dequeue();
            }

            timer.Fire(due);
        }
    }

    private void Arm()
    {
        if (_wake is null || !_timers.TryPeek(out _, out var due))
        {
            return;
        }

        var wait = due - GetUtcNow();
        // System timers hold at most 49 days; an early wake re-arms.
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > TimeSpan.FromDays(40) ? TimeSpan.FromDays(40) : wait;
        _wake.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void DropStale()
    {
        while (_timers.TryPeek(out var timer, out var due) && !timer.IsDueAt(due))
        {
            _timers.Dequeue();
        }
    }

    private sealed class ClockTimer(Clock clock, TimerCallback callback, object? state) : ITimer
    {
        private readonly Lock _gate = new();
        private DateTimeOffset? _due;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            DateTimeOffset? due;
            lock (_gate)
            {
                if (_disposed)
                {
                    return false;
                }

                _period = period;
                due = _due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.GetUtcNow() + dueTime;
            }

            if (due is { } instant)
            {
                clock.Schedule(this, instant);
            }

            return true;
        }

        public bool IsDueAt(DateTimeOffset instant)
        {
            lock (_gate)
            {
                return _due == instant;
            }
        }

        public void Fire(DateTimeOffset due)
        {
            DateTimeOffset? next = null;
            lock (_gate)
            {
                // Changed or disposed since this entry was queued.
                if (_due != due)
                {
                    return;
                }

                if (_period > TimeSpan.Zero)
                {
                    next = due + _period;
                }

                _due = next;
            }

            ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Run(timer.State), new Callback(callback, state), preferLocal: false);
            if (next is { } again)
            {
                clock.Schedule(this, again);
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _disposed = true;
                _due = null;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private sealed record Callback(TimerCallback Run, object? State);
    }
}
