using System.Runtime.CompilerServices;
using Microsoft.DurableTask.Client;

namespace Dazhou.LocalRuntime;

/// <summary>Where a client's host answers the management API; the host attaches it to the clients that it hands out.</summary>
internal sealed class ManagementEndpoint(Func<string?> hostUrl, Func<string?> query)
{
    /// <summary>The path of the API, as in Azure.</summary>
    public const string Path = "/runtime/webhooks/durabletask";

    private static readonly ConditionalWeakTable<DurableTaskClient, ManagementEndpoint> Attached = [];

    /// <summary>Scheme, host and port, once the host listens.</summary>
    public Func<string?> HostUrl { get; } = hostUrl;

    /// <summary>What every address carries, such as the system key.</summary>
    public Func<string?> Query { get; } = query;

    public static void Attach(DurableTaskClient client, ManagementEndpoint endpoint) => Attached.AddOrUpdate(client, endpoint);

    public static ManagementEndpoint? Of(DurableTaskClient client) => Attached.TryGetValue(client, out var endpoint) ? endpoint : null;
}
