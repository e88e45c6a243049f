using Dazhou.LocalRuntime.History;
using Dazhou.LocalRuntime.Replay;
using Dazhou.LocalRuntime.Stores;
using Dazhou.LocalRuntime.Telemetry;

namespace Dazhou.LocalRuntime;

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

    /// <summary>Takes what can be taken now out of <paramref name="mail"/> and <paramref name="results"/>; null when there is nothing to do.</summary>
    public static TurnIntake? Take(
        InstanceRow row, OrchestrationSession session, bool mustEnd, List<StoredMessage> mail, List<ActivityResult> results, DateTimeOffset now)
    {
        var intake = new TurnIntake { IsSuspended = row.Status == InstanceStatus.Suspended };
        if (!session.HasStarted && !CanStart(mail, now))
        {
            return null;
        }

        intake.TakeMail(row, mail);
        if (!intake.IsSuspended)
        {
            intake.TakeResults(row, results);
            intake.TakeTimers(session, now);
        }

        // A session that has already failed (its code no longer fits its history) ends with a turn of its own.
        return intake.Messages.Count > 0 || intake.Events.Count > 0 || mustEnd || session.Completion is not null ? intake : null;
    }

    private static bool CanStart(List<StoredMessage> mail, DateTimeOffset now) => mail.Exists(message =>
        message.Event is ExecutionTerminated || (message.Event is ExecutionStarted started && !(started.ScheduledStart > now)));

    private void TakeMail(InstanceRow row, List<StoredMessage> mail)
    {
        var held = new List<StoredMessage>();
        foreach (var message in mail)
        {
            switch (message.Event)
            {
                case ExecutionSuspended:
                    IsSuspended = true;
                    Add(message);
                    break;
                case ExecutionResumed:
                    IsSuspended = false;
                    Add(message);
                    held.ForEach(Add);
                    held.Clear();
                    break;
                case ExecutionTerminated or ExecutionStarted:
                    Add(message);
                    break;
                case SubOrchestrationInstanceCompleted { ParentGeneration: var generation } when generation != row.Generation:
                case SubOrchestrationInstanceFailed { ParentGeneration: var other } when other != row.Generation:
                    // The answer to a generation that has ended: consumed, not applied.
                    Messages.Add(message.Sequence);
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

    private void TakeTimers(OrchestrationSession session, DateTimeOffset now)
    {
        if (session.Timers.Count == 0)
        {
            return;
        }

        foreach (var (id, due) in session.Timers.Where(timer => timer.Value <= now).OrderBy(timer => timer.Value).ThenBy(timer => timer.Key))
        {
            Timers++;
            RuntimeTelemetry.TimerLag.Record((now - due).TotalMilliseconds);
            Events.Add(new TimerFired(now, id, due));
        }
    }
}
