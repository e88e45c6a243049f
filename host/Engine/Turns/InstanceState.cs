using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine;

/// <summary>
/// What the engine itself must know of a running instance, folded from its history: what it waits for and when it was last
/// awake. The code's own state is the executor's.
/// </summary>
internal sealed class InstanceState
{
    private readonly Dictionary<int, DateTimeOffset> _timers = [];
    private readonly Dictionary<int, HistoryEvent> _openActivities = [];

    /// <summary>The event that began this generation; null before its first turn.</summary>
    public HistoryEvent? Started { get; private set; }

    /// <summary>The instant of the latest turn.</summary>
    public DateTimeOffset CurrentTime { get; private set; }

    /// <summary>How many events the history has.</summary>
    public int Length { get; private set; }

    /// <summary>The history, as long as turns must bring it along; null where the executor holds the instance.</summary>
    public List<HistoryEvent>? Past { get; private set; } = [];

    /// <summary>Whether the executor is thought to hold the instance, so that a turn brings only what is new.</summary>
    public bool IsHeld => Past is null;

    public IReadOnlyDictionary<int, DateTimeOffset> Timers => _timers;

    public IReadOnlyCollection<HistoryEvent> OpenActivities => _openActivities.Values;

    public DateTimeOffset? NextDue => _timers.Count == 0 ? null : _timers.Values.Min();

    public void Apply(IReadOnlyList<HistoryEvent> events)
    {
        foreach (var item in events)
        {
            Apply(item);
        }

        Length += events.Count;
        Past?.AddRange(events);
    }

    /// <summary>The executor holds the instance from now on.</summary>
    public void Hold() => Past = null;

    private void Apply(HistoryEvent item)
    {
        switch (item.EventTypeCase)
        {
            case HistoryEvent.EventTypeOneofCase.OrchestratorStarted:
                CurrentTime = item.Timestamp.ToDateTimeOffset();
                break;
            case HistoryEvent.EventTypeOneofCase.ExecutionStarted:
                Started = item;
                break;
            case HistoryEvent.EventTypeOneofCase.TaskScheduled:
                _openActivities[item.EventId] = item;
                break;
            case HistoryEvent.EventTypeOneofCase.TaskCompleted or HistoryEvent.EventTypeOneofCase.TaskFailed:
                _openActivities.Remove(History.Events.AnsweredTask(item));
                break;
            case HistoryEvent.EventTypeOneofCase.TimerCreated:
                _timers[item.EventId] = item.TimerCreated.FireAt.ToDateTimeOffset();
                break;
            case HistoryEvent.EventTypeOneofCase.TimerFired:
                _timers.Remove(item.TimerFired.TimerId);
                break;
            default:
                break;
        }
    }
}
