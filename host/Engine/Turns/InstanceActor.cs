using Dazhou.DurableEngine.Commands;
using Dazhou.DurableEngine.Stores;

namespace Dazhou.DurableEngine;

/// <summary>
/// An instance that is awake: it gathers messages, activity results and due timers, and takes one turn at a time.
/// It exists only while there is something to do, or as one of the few kept ready.
/// </summary>
internal sealed partial class InstanceActor(LocalEngine engine, string id) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly List<StoredMessage> _mail = [];
    private readonly List<ActivityResult> _results = [];
    private InstanceRow? _row;
    private InstanceState? _state;
    private long _loadedUpTo;
    private bool _mailIsComplete;
    private bool _wanted;
    private bool _scheduled;
    private bool _retired;
    private int _runningActivities;
    private int _failures;

    public string Id => id;

    private LocalEngine Engine => engine;

    /// <summary>Whether the instance is among those whose timers the pump has woken.</summary>
    public bool ClaimedByTimers { get; set; }

    /// <summary>Whether the next turn would gain from what is in memory.</summary>
    public bool IsWorthKeeping
    {
        get
        {
            lock (_gate)
            {
                return _state is not null && _runningActivities == 0 && engine.Options.CachedInstances > 0;
            }
        }
    }

    /// <summary>Takes a message that is already stored; false when the actor has retired and another must be made.</summary>
    public bool Deliver(Delivery delivery)
    {
        lock (_gate)
        {
            if (_retired)
            {
                return false;
            }

            if (delivery.Message.Sequence <= _loadedUpTo)
            {
                // It was read from the store before word of it came here.
                return true;
            }

            if (delivery.Created is { } created)
            {
                // A new instance has no history and no other mail: nothing needs to be read.
                engine.Damaged.Remove(id);
                Forget();
                _mail.Clear();
                _row = created;
                _mailIsComplete = true;
            }

            _mail.Add(delivery.Message);
            Schedule();
            return true;
        }
    }

    /// <summary>An activity has ended; null if it is not known how, which happens only while the process ends.</summary>
    public void DeliverResult(ActivityResult? result)
    {
        lock (_gate)
        {
            _runningActivities--;
            if (result is not { } known)
            {
                return;
            }

            _results.Add(known);
            Schedule();
        }
    }

    /// <summary>Lets the actor look at its mail and timers; false when it has retired.</summary>
    public bool Wake()
    {
        lock (_gate)
        {
            if (_retired)
            {
                return false;
            }

            Schedule();
            return true;
        }
    }

    /// <summary>Forgets what is known and looks again; false when it has retired.</summary>
    public bool Reload()
    {
        lock (_gate)
        {
            if (_retired)
            {
                return false;
            }

            Forget();
            Schedule();
            return true;
        }
    }

    /// <summary>Takes out the activity results that no turn has taken: at the end of a drain they are stored as messages.</summary>
    public IReadOnlyList<ActivityResult> TakeResults()
    {
        lock (_gate)
        {
            List<ActivityResult> results = [.. _results];
            _results.Clear();
            return _row is { } row ? [.. results.Where(result => result.Generation == row.Generation)] : results;
        }
    }

    /// <summary>Drops what is kept in memory if nothing is under way.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            if (_scheduled || _runningActivities > 0 || _results.Count > 0)
            {
                return false;
            }

            _retired = true;
            Forget();
            return true;
        }
    }
}
