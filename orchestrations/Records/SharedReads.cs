namespace Dazhou.Serverless.Records;

/// <summary>
/// Shares one read among concurrent callers with the same key: at nine in the morning all deadlines send reminders, and all of them need
/// the calendar and the other reminders of their person.
/// </summary>
/// <remarks>
/// A caller that arrives during a read gets the next one, shared with all others that arrive meanwhile. So every result was read after the
/// caller asked for it.
/// </remarks>
/// <typeparam name="TKey">The key of what is read.</typeparam>
/// <typeparam name="T">The result; shared, so callers must not change it.</typeparam>
internal sealed class SharedReads<TKey, T>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Place> _places = [];

    /// <summary>Reads, or joins a read that has not begun. A failed read fails only for the callers that share it.</summary>
    /// <param name="key">the key</param>
    /// <param name="read">reads the value; must not be cancelled by one of the callers</param>
    public Task<T> ReadAsync(TKey key, Func<Task<T>> read)
    {
        Reading mine;
        Task? before;
        lock (_places)
        {
            if (!_places.TryGetValue(key, out var place))
                _places.Add(key, place = new());
            if (place.Next is { } joined)
                return joined.Result.Task;
            (mine, before) = (new(), place.UnderWay?.Result.Task);
            if (before is null)
                place.UnderWay = mine;
            else
                place.Next = mine;
        }

        return LeadAsync(key, mine, before, read);
    }

    private async Task<T> LeadAsync(TKey key, Reading mine, Task? before, Func<Task<T>> read)
    {
        if (before is not null)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            lock (_places)
                (_places[key].UnderWay, _places[key].Next) = (mine, null);
        }

        try
        {
            var value = await read();
            End(key);
            mine.Result.SetResult(value);
            return value;
        }
        catch (Exception failure)
        {
            End(key);
            mine.Result.SetException(failure);
            // Mark the exception as observed: perhaps nobody shares this read.
            _ = mine.Result.Task.Exception;
            throw;
        }
    }

    /// <summary>Ends a read: later callers begin or join another.</summary>
    private void End(TKey key)
    {
        lock (_places)
        {
            if (_places[key].Next is null)
                _places.Remove(key);
        }
    }

    private sealed class Place
    {
        public Reading? UnderWay { get; set; }

        public Reading? Next { get; set; }
    }

    private sealed class Reading
    {
        public TaskCompletionSource<T> Result { get; } = new();
    }
}
