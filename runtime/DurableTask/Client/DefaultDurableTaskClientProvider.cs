using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>Finds the clients that were set up in the services.</summary>
/// <param name="clients">The clients.</param>
internal sealed class DefaultDurableTaskClientProvider(IEnumerable<DefaultDurableTaskClientProvider.Entry> clients)
    : IDurableTaskClientProvider
{
    public DurableTaskClient GetClient(string? name = null)
    {
        name ??= Options.DefaultName;
        return clients.FirstOrDefault(entry => entry.Client.Name == name)?.Client
            ?? throw new ArgumentOutOfRangeException(
                nameof(name), name, $"There are only these clients: {string.Join(", ", clients.Select(entry => $"\"{entry.Client.Name}\""))}.");
    }

    /// <summary>Keeps a client among the services without being one, and disposes of it with them.</summary>
    internal sealed class Entry(DurableTaskClient client) : IAsyncDisposable
    {
        public DurableTaskClient Client { get; } = client;

        public ValueTask DisposeAsync() => Client.DisposeAsync();
    }
}
