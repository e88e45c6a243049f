using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Dazhou.DurableEngine.Telemetry;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine;

/// <summary>What one turn takes in: messages in their order, then activity results, then timers by their instants.</summary>
internal sealed class TurnIntake
{
    public List<HistoryEvent> Events { get; } = [];

    public List<long> Messages { get; } = [];

    public List<ActivityResult> Results { get; } = [];

    public int Timers { get; private set; }

    /// <summary>The sequence of the first message that is held back, or 0; what this turn carries over comes before it.</summary>
    public long FirstHeld { get; private set; }

    /// <summary>Whether the instance is suspended after this turn.</summary>
    public bool IsSuspended { get; private set; }

    /// <summary>The request to end the instance, if one came.</summary>
    public ExecutionTerminatedEvent? Termination { get; private set; }

    /// <summary>Takes what can be taken now out of <paramref name="mail"/> and <paramref name="results"/>; null when there is nothing to do.</summary>
    public static TurnIntake? Take(
        InstanceRow row, InstanceState state, List<StoredMessage> mail, List<ActivityResult> results, DateTimeOffset now)
    {
        var intake = new TurnIntake { IsSuspended = row.Status == InstanceStatus.Suspended };
        if (state.Started is null && !CanStart(mail, now))
        {
            return null;
        }

        intake.TakeMail(row, mail);
        if (!intake.IsSuspended)
        {
            intake.TakeResults(row, results);
            intake.TakeTimers(state, now);
        }

        return intake.Messages.Count > 0 || intake.Events.Count > 0 ? intake : null;
    }

    private static bool CanStart(List<StoredMessage> mail, DateTimeOffset now) => mail.Exists(message =>
        message.Event.EventTypeCase == HistoryEvent.EventTypeOneofCase.ExecutionTerminated
        || (message.Event.ExecutionStarted is { } started && !(started.ScheduledStartTimestamp?.ToDateTimeOffset() > now)));

    private void TakeMail(InstanceRow row, List<StoredMessage> mail)
    {
        var held = new List<StoredMessage>();
        foreach (var message in mail)
        {
            if (message.Generation is { } generation && generation != row.Generation)
            {
                // The answer to a generation that has ended: consumed, not applied.
                Messages.Add(message.Sequence);
                continue;
            }

            switch (message.Event.EventTypeCase)
            {
                case HistoryEvent.EventTypeOneofCase.ExecutionSuspended:
                    IsSuspended = true;
                    Add(message);
                    break;
                case HistoryEvent.EventTypeOneofCase.ExecutionResumed:
                    IsSuspended = false;
                    Add(message);
                    held.ForEach(Add);
                    held.Clear();
                    break;
                case HistoryEvent.EventTypeOneofCase.ExecutionTerminated:
                    Termination ??= message.Event.ExecutionTerminated;
                    Add(message);
                    break;
                case HistoryEvent.EventTypeOneofCase.ExecutionStarted:
                    Add(message);
                    break;
                default:
                    if (IsSuspended)
                    {
                        held.Add(message);
                    }
                    else
                    {
                        Add(message);
                    }

                    break;
            }
        }

        mail.Clear();
        mail.AddRange(held);
        FirstHeld = held.Count > 0 ? held[0].Sequence : 0;
    }

    private void Add(StoredMessage message)
    {
        Messages.Add(message.Sequence);
        Events.Add(message.Event);
    }

    private void TakeResults(InstanceRow row, List<ActivityResult> results)
    {
        foreach (var result in results)
        {
            if (result.Generation == row.Generation)
            {
                Results.Add(result);
                Events.Add(result.Event);
            }
        }

        results.Clear();
    }

    private void TakeTimers(InstanceState state, DateTimeOffset now)
    {
        if (state.Timers.Count == 0)
        {
            return;
        }

        foreach (var (id, due) in state.Timers.Where(timer => timer.Value <= now).OrderBy(timer => timer.Value).ThenBy(timer => timer.Key))
        {
            Timers++;
            EngineTelemetry.TimerLag.Record((now - due).TotalMilliseconds);
            Events.Add(History.Events.TimerFired(now, id, due));
        }
    }
}
