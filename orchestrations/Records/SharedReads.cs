namespace Dazhou.Serverless.Records;

/// <summary>
/// Lets those who want to know the same in the same moment read it once: at nine in the morning every deadline reminds, and all of
/// them ask for the calendar and for what else their person is reminded of. Whoever comes while a reading is under way gets the
/// next one, with all who came meanwhile. So what anybody gets was read after they asked, as if they had read it themselves.
/// </summary>
/// <typeparam name="TKey">What is read.</typeparam>
/// <typeparam name="T">What it says; shared, hence never changed by its readers.</typeparam>
internal sealed class SharedReads<TKey, T>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Place> _places = [];

    /// <summary>Reads, or shares a reading that begins from now on. A reading that fails fails for those who share it, and for nobody else.</summary>
    /// <param name="key">what is read</param>
    /// <param name="read">reads it; not to be ended by one of those who may share it</param>
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
            // Nobody may share it, and then nobody looks.
            _ = mine.Result.Task.Exception;
            throw;
        }
    }

    /// <summary>From here on whoever comes begins or joins another reading.</summary>
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
