using Dazhou.LocalRuntime.History;
using Dazhou.LocalRuntime.Stores;

namespace Dazhou.LocalRuntime.Commands;

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

    /// <summary>What the code asked for: activities, sub-orchestrations, timers, events.</summary>
    public required IReadOnlyList<ActionEvent> Actions { get; init; }

    /// <summary>Messages to the instance itself: the start of its next generation and what it carries over.</summary>
    public IReadOnlyList<HistoryEvent> ToSelf { get; init; } = [];

    /// <summary>The sequence before which <see cref="ToSelf"/> stands: it is older than whatever waits in the inbox.</summary>
    public long ToSelfBefore { get; init; }

    /// <summary><see cref="ToSelf"/> as stored.</summary>
    public IReadOnlyList<StoredMessage> CarriedOver { get; private set; } = [];

    /// <summary>The answer to the parent, if this turn ended a sub-orchestration.</summary>
    public (string InstanceId, HistoryEvent Message)? ToParent { get; init; }

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
            AddIfTaken(Deliveries.Send(transaction, answer.InstanceId, answer.Message, out _));
        }

        foreach (var child in ChildrenToTerminate)
        {
            AddIfTaken(Deliveries.Send(
                transaction, child, new ExecutionTerminated(After.UpdatedAt, Output: null, Recursive: true), out _));
        }
    }

    public override void Done(Exception? error) => actor.OnCommitted(this, error);

    private void Send(IStoreTransaction transaction, ActionEvent action)
    {
        switch (action)
        {
            case SubOrchestrationInstanceCreated child:
                Delivered.Add(Start(transaction, child));
                break;
            case EventSent sent:
                AddIfTaken(Deliveries.Send(
                    transaction, sent.InstanceId, new EventRaised(sent.Timestamp, sent.Name, sent.Input), out _));
                break;
            default:
                break;
        }
    }

    private Delivery Start(IStoreTransaction transaction, SubOrchestrationInstanceCreated child)
    {
        var existing = transaction.Find(child.InstanceId);
        if (existing is not null && !existing.Status.IsTerminal())
        {
            var failure = new Failure(
                typeof(InvalidOperationException).FullName!,
                $"An instance with the id '{child.InstanceId}' already runs; a sub-orchestration needs an id of its own.",
                IsNonRetriable: true);
            return new Delivery(After.Id, transaction.AddMessage(
                After.Key, new SubOrchestrationInstanceFailed(child.Timestamp, child.EventId, Before.Generation, failure)));
        }

        var parent = new ParentInfo(After.Id, After.Name, child.EventId, Before.Generation);
        var started = new ExecutionStarted(child.Timestamp, child.Name, child.Version, child.Input, parent, child.Tags);
        return Deliveries.Create(transaction, child.InstanceId, started, existing);
    }

    private void AddIfTaken(Delivery? delivery)
    {
        if (delivery is { } taken)
        {
            Delivered.Add(taken);
        }
    }
}
