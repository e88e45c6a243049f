using System.Collections.Concurrent;
using Dazhou.FunctionsHost;

namespace Host.Tests.Timers;

/// <summary>What a host remembers, without a store.</summary>
internal sealed class MemoryMetadata : IHostMetadata
{
    private readonly ConcurrentDictionary<string, string> _values = new(StringComparer.Ordinal);

    public Task<string?> GetAsync(string key) => Task.FromResult(_values.GetValueOrDefault(key));

    public Task SetAsync(string key, string value)
    {
        _values[key] = value;
        return Task.CompletedTask;
    }

    public MemoryMetadata Copy()
    {
        var copy = new MemoryMetadata();
        foreach (var (key, value) in _values)
            copy._values[key] = value;
        return copy;
    }
}
