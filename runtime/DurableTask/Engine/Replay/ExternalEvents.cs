using Microsoft.DurableTask;

namespace Dazhou.LocalRuntime.Replay;

/// <summary>
/// Who waits for which external event, and which events nobody has waited for yet.
/// As in the real SDK the newest waiter of a name gets the next event, even when it was cancelled meanwhile;
/// events that come first are kept in their order; names ignore case.
/// </summary>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly Dictionary<string, Stack<IWaiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly LinkedList<(string Name, string? Input)> _buffer = [];

    private interface IWaiter
    {
        Type Type { get; }

        void Complete(string? input, DataConverter converter);
    }

    /// <summary>The events that no waiter has taken, in their order.</summary>
    public IEnumerable<(string Name, string? Input)> Unprocessed => _buffer;

    /// <summary>Whether the code waits for an event.</summary>
    public bool HasWaiters => _waiters.Values.Any(stack => stack.Count > 0);

    public Task<T> WaitAsync<T>(string name, CancellationToken cancellationToken)
    {
        if (!_waiters.TryGetValue(name, out var stack))
        {
            _waiters[name] = stack = new Stack<IWaiter>();
        }

        if (stack.TryPeek(out var other) && other.Type != typeof(T))
        {
            throw new ArgumentException(
                $"Event '{name}' is already awaited as {other.Type.FullName}; it cannot be awaited as {typeof(T).FullName} too.", nameof(name));
        }

        var waiter = new Waiter<T>();
        for (var node = _buffer.First; node is not null; node = node.Next)
        {
            if (string.Equals(node.Value.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                _buffer.Remove(node);
                waiter.Complete(node.Value.Input, converter);
                return waiter.Task;
            }
        }

        stack.Push(waiter);
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() => waiter.TrySetCanceled(cancellationToken));
        }

        return waiter.Task;
    }

    public void Raise(string name, string? input)
    {
        if (_waiters.TryGetValue(name, out var stack) && stack.TryPop(out var waiter))
        {
            waiter.Complete(input, converter);
        }
        else
        {
            _buffer.AddLast((name, input));
        }
    }

    private sealed class Waiter<T> : TaskCompletionSource<T>, IWaiter
    {
        public Type Type => typeof(T);

        public void Complete(string? input, DataConverter converter)
        {
            T value;
            try
            {
                value = converter.Deserialize<T>(input)!;
            }
            catch (Exception exception)
            {
                // The orchestrator that asked for this type learns it where it awaits.
                TrySetException(exception);
                return;
            }

            TrySetResult(value);
        }
    }
}
