using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine.Commands;

/// <summary>
/// The atomic end of a turn: history, consumed messages, new messages, timers and status together.
/// </summary>
internal sealed class TurnCommand(InstanceActor actor) : StoreCommand
{
    public required InstanceRow Before { get; init; }

    public required InstanceRow After { get; init; }

    public required IReadOnlyList<HistoryEvent> History { get; init; }

    public required IReadOnlyList<long> ConsumedMessages { get; init; }

    /// <summary>Activity results that go back to the actor if the commit fails.</summary>
    public required IReadOnlyList<ActivityResult> ConsumedResults { get; init; }

    /// <summary>What the code asked for, as it stands in the history: activities, sub-orchestrations, timers, events.</summary>
    public required IReadOnlyList<HistoryEvent> Actions { get; init; }

    /// <summary>Messages to the instance itself: the start of its next generation and what it carries over.</summary>
    public IReadOnlyList<HistoryEvent> ToSelf { get; init; } = [];

    /// <summary>The sequence before which <see cref="ToSelf"/> stands: it is older than whatever waits in the inbox.</summary>
    public long ToSelfBefore { get; init; }

    /// <summary><see cref="ToSelf"/> as stored.</summary>
    public IReadOnlyList<StoredMessage> CarriedOver { get; private set; } = [];

    /// <summary>The answer to the parent, if this turn ended a sub-orchestration.</summary>
    public Answer? ToParent { get; init; }

    /// <summary>Sub-orchestrations that end with this instance.</summary>
    public IReadOnlyList<string> ChildrenToTerminate { get; init; } = [];

    /// <summary>Set when the instance was purged or replaced meanwhile: nothing was written.</summary>
    public bool IsStale { get; private set; }

    public List<Delivery> Delivered { get; } = [];

    private bool ContinuesAsNew => After.Generation != Before.Generation;

    public override void Apply(IStoreTransaction transaction)
    {
        Delivered.Clear();
        IsStale = !transaction.Update(After, Before.Generation);
        if (IsStale)
        {
            return;
        }

        if (After.Status.IsTerminal())
        {
            transaction.DeleteAllMessages(After.Key);
        }
        else if (ConsumedMessages.Count > 0)
        {
            transaction.DeleteMessages(After.Key, ConsumedMessages);
        }

        if (ContinuesAsNew)
        {
            transaction.DeleteHistory(After.Key);
        }
        else
        {
            transaction.AppendHistory(After.Key, Before.HistoryRows, History);
        }

        if (ToSelf.Count > 0)
        {
            CarriedOver = transaction.AddMessagesBefore(After.Key, ToSelfBefore, ToSelf);
        }

        foreach (var action in Actions)
        {
            Send(transaction, action);
        }

        if (ToParent is { } answer)
        {
            AddIfTaken(Deliveries.Send(transaction, answer.InstanceId, answer.Message, out _, answer.Generation));
        }

        foreach (var child in ChildrenToTerminate)
        {
            AddIfTaken(Deliveries.Send(transaction, child, Events.Terminated(After.UpdatedAt, output: null, recursive: true), out _));
        }
    }

    public override void Done(Exception? error) => actor.OnCommitted(this, error);

    private void Send(IStoreTransaction transaction, HistoryEvent action)
    {
        switch (action.EventTypeCase)
        {
            case HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCreated:
                Delivered.Add(Start(transaction, action));
                break;
            case HistoryEvent.EventTypeOneofCase.EventSent:
                var sent = action.EventSent;
                AddIfTaken(Deliveries.Send(transaction, sent.InstanceId, Events.Raised(After.UpdatedAt, sent.Name, sent.Input), out _));
                break;
            default:
                break;
        }
    }

    private Delivery Start(IStoreTransaction transaction, HistoryEvent action)
    {
        var child = action.SubOrchestrationInstanceCreated;
        var existing = transaction.Find(child.InstanceId);
        if (existing is not null && !existing.Status.IsTerminal())
        {
            var failure = Events.Failure(
                typeof(InvalidOperationException).FullName!,
                $"An instance with the id '{child.InstanceId}' already runs; a sub-orchestration needs an id of its own.",
                final: true);
            return new Delivery(After.Id, transaction.AddMessage(
                After.Key, Events.SubOrchestrationFailed(After.UpdatedAt, action.EventId, failure), Before.Generation));
        }

        var started = new ExecutionStartedEvent
        {
            Name = child.Name,
            Version = child.Version,
            Input = child.Input,
            ParentInstance = new()
            {
                TaskScheduledId = action.EventId,
                Name = After.Name,
                Version = Before.Version,
                OrchestrationInstance = new() { InstanceId = After.Id, ExecutionId = Before.ExecutionId },
            },
            ParentTraceContext = child.ParentTraceContext,
            Tags = { child.Tags },
        };
        return Deliveries.Create(transaction, child.InstanceId, Events.Started(After.UpdatedAt, started), existing);
    }

    private void AddIfTaken(Delivery? delivery)
    {
        if (delivery is { } taken)
        {
            Delivered.Add(taken);
        }
    }
}

/// <summary>What an ended sub-orchestration tells its parent.</summary>
internal sealed record Answer(string InstanceId, int? Generation, HistoryEvent Message);
