namespace Dazhou.DurableEngine;

/// <summary>
/// Wakes instances whose timers are due. It holds one system timer, for the earliest of all;
/// the waiting instances themselves are rows in the store.
/// </summary>
internal sealed class TimerPump(LocalEngine engine, TimeProvider time) : IThreadPoolWorkItem, IDisposable
{
    private const int BatchSize = 256;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ignored = new(StringComparer.Ordinal);
    private readonly bool _isVirtual = time is Clock { IsVirtual: true };
    private ITimer? _timer;
    private DateTimeOffset _armedFor = DateTimeOffset.MaxValue;
    private bool _pumping;
    private bool _again;

    public void Start()
    {
        _timer = time.CreateTimer(_ => Poke(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Poke();
    }

    /// <summary>Tells that a timer was stored; re-arms if it is the earliest.</summary>
    public void Added(DateTimeOffset due)
    {
        if (due <= engine.Now)
        {
            Poke();
        }
        else if (!_isVirtual)
        {
            lock (_gate)
            {
                if (due < _armedFor)
                {
                    Arm(due);
                }
            }
        }
    }

    /// <summary>Looks for due timers now.</summary>
    public void Poke()
    {
        lock (_gate)
        {
            if (_pumping || _claimed.Count > 0)
            {
                _again = true;
                return;
            }

            _pumping = true;
        }

        engine.Activity.Begin();
        engine.Queue(this);
    }

    /// <summary>Called when a woken instance has taken its turn.</summary>
    public void Release(InstanceActor actor)
    {
        actor.ClaimedByTimers = false;
        lock (_gate)
        {
            if (!_claimed.Remove(actor.Id) || _claimed.Count > 0 || _pumping)
            {
                return;
            }
        }

        // The batch is done: there may be more, and the next timer must be armed.
        Poke();
    }

    /// <summary>Leaves an instance alone that this worker must not run, until the next start.</summary>
    public void Ignore(string id)
    {
        lock (_gate)
        {
            _ignored.Add(id);
        }
    }

    /// <summary>Ends what <see cref="Ignore"/> began.</summary>
    public void Heed(string id)
    {
        lock (_gate)
        {
            _ignored.Remove(id);
        }

        Poke();
    }

    /// <summary>The earliest instant for which an instance waits that is not left alone.</summary>
    public DateTimeOffset? NextDue()
    {
        int ignored;
        lock (_gate)
        {
            ignored = _ignored.Count;
        }

        if (ignored == 0)
        {
            return engine.Store.NextDue();
        }

        foreach (var id in ReadDue(DateTimeOffset.MaxValue, 1))
        {
            return engine.Store.Find(id)?.NextDue;
        }

        return null;
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>Wakes what is due; called by the thread that took this up.</summary>
    public void Execute()
    {
        try
        {
            if (!engine.IsStopping)
            {
                lock (_gate)
                {
                    // Timers that are stored from now on arm by themselves; those before are read below.
                    _armedFor = DateTimeOffset.MaxValue;
                }

                WakeDue();
            }
        }
        catch (Exception exception)
        {
            engine.ReportTimerFailure(exception);
            lock (_gate)
            {
                Arm(engine.Now + TimeSpan.FromSeconds(5));
            }
        }
        finally
        {
            bool again;
            lock (_gate)
            {
                _pumping = false;
                again = _again && _claimed.Count == 0;
                _again = false;
            }

            if (again)
            {
                Poke();
            }

            engine.Activity.End();
        }
    }

    private void WakeDue()
    {
        var due = ReadDue(engine.Now, BatchSize);
        if (due.Count == 0)
        {
            if (NextDue() is { } next)
            {
                lock (_gate)
                {
                    if (next < _armedFor)
                    {
                        Arm(next);
                    }
                }
            }

            return;
        }

        lock (_gate)
        {
            foreach (var id in due)
            {
                _claimed.Add(id);
            }
        }

        foreach (var id in due)
        {
            engine.WakeForTimer(id);
        }
    }

    private IReadOnlyList<string> ReadDue(DateTimeOffset until, int limit)
    {
        HashSet<string> ignored;
        lock (_gate)
        {
            ignored = _ignored.Count > 0 ? new HashSet<string>(_ignored, StringComparer.Ordinal) : [];
        }

        return ignored.Count == 0
            ? engine.Store.ReadDue(until, limit)
            : [.. engine.Store.ReadDue(until, limit + ignored.Count).Where(id => !ignored.Contains(id)).Take(limit)];
    }

    private void Arm(DateTimeOffset due)
    {
        _armedFor = due;
        if (_isVirtual || _timer is null)
        {
            return;
        }

        var wait = due - time.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > TimeSpan.FromDays(30) ? TimeSpan.FromDays(30) : wait;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
