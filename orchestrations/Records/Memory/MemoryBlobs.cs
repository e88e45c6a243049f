using System.Collections.Concurrent;

namespace Dazhou.Serverless.Records;

internal sealed class MemoryBlobs : IBlobs
{
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);

    public async Task WriteAsync(string name, Stream content, string contentType, CancellationToken cancellation)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellation);
        _blobs[name] = copy.ToArray();
    }

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellation) =>
        _blobs.TryGetValue(name, out var bytes)
            ? Task.FromResult<Stream>(new MemoryStream(bytes, writable: false))
            : throw new FileNotFoundException($"There is no blob {name}.");

    public Task DeleteAsync(string prefix, CancellationToken cancellation)
    {
        foreach (var name in _blobs.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            _blobs.TryRemove(name, out _);
        return Task.CompletedTask;
    }
}
