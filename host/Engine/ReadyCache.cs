namespace Dazhou.DurableEngine;

/// <summary>The few waiting instances that stay in memory, so that their next turn needs no replay; the least recent leaves first.</summary>
internal sealed class ReadyCache(int capacity)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<InstanceActor> _order = [];
    private readonly Dictionary<InstanceActor, LinkedListNode<InstanceActor>> _nodes = [];

    /// <summary>Makes the actor the most recent; returns one that must leave, if there are too many.</summary>
    public InstanceActor? Add(InstanceActor actor)
    {
        lock (_gate)
        {
            if (_nodes.Remove(actor, out var known))
            {
                _order.Remove(known);
            }

            _nodes[actor] = _order.AddLast(actor);
            if (_order.Count <= capacity)
            {
                return null;
            }

            var oldest = _order.First!.Value;
            _order.RemoveFirst();
            _nodes.Remove(oldest);
            return oldest;
        }
    }
}
