using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine.Commands;

/// <summary>A write that a caller awaits.</summary>
internal abstract class ClientCommand(LocalEngine engine) : StoreCommand
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the write is durable.</summary>
    public Task Completion => _done.Task;

    protected LocalEngine Engine { get; } = engine;

    public sealed override void Done(Exception? error)
    {
        if (error is null)
        {
            OnCommitted();
            _done.SetResult();
        }
        else
        {
            _done.SetException(error);
        }

        Engine.Activity.End();
    }

    protected abstract void OnCommitted();
}

/// <summary>Starts an instance, unless one of the id is in a state that forbids it.</summary>
internal sealed class CreateInstanceCommand(
    LocalEngine engine, string id, HistoryEvent started, IReadOnlySet<InstanceStatus> forbidden) : ClientCommand(engine)
{
    private Delivery? _delivery;

    /// <summary>The status of the instance that stood in the way, if one did.</summary>
    public InstanceStatus? Conflict { get; private set; }

    public override void Apply(IStoreTransaction transaction)
    {
        _delivery = null;
        var existing = transaction.Find(id);
        Conflict = existing is not null && forbidden.Contains(existing.Status) ? existing.Status : null;
        if (Conflict is null)
        {
            _delivery = Deliveries.Create(transaction, id, started, existing);
        }
    }

    protected override void OnCommitted()
    {
        if (_delivery is { } delivery)
        {
            Engine.Deliver(delivery);
        }
    }
}

/// <summary>Sends a message to an instance that exists and has not ended.</summary>
internal sealed class SendMessageCommand(LocalEngine engine, string id, HistoryEvent message, int? generation = null) : ClientCommand(engine)
{
    private Delivery? _delivery;

    /// <summary>The instance as it was when the message came; null when there is none.</summary>
    public InstanceRow? Target { get; private set; }

    /// <summary>Whether the message was taken.</summary>
    public bool Taken => _delivery is not null;

    public override void Apply(IStoreTransaction transaction)
    {
        _delivery = Deliveries.Send(transaction, id, message, out var target, generation);
        Target = target;
    }

    protected override void OnCommitted()
    {
        if (_delivery is { } delivery)
        {
            Engine.Deliver(delivery);
        }
    }
}

/// <summary>Deletes instances that have ended.</summary>
internal sealed class PurgeCommand(LocalEngine engine, IReadOnlyList<string> ids) : ClientCommand(engine)
{
    public int Count { get; private set; }

    public override void Apply(IStoreTransaction transaction)
    {
        Count = 0;
        foreach (var id in ids)
        {
            if (transaction.Find(id) is { } row && row.Status.IsTerminal())
            {
                transaction.Delete(row.Key);
                Count++;
            }
        }
    }

    protected override void OnCommitted()
    {
    }
}

/// <summary>Keeps a small value of the host: schedules, keys, the clock.</summary>
internal sealed class SetMetaCommand(LocalEngine engine, string key, string? value) : ClientCommand(engine)
{
    public override void Apply(IStoreTransaction transaction) => transaction.SetMeta(key, value);

    protected override void OnCommitted()
    {
    }
}
