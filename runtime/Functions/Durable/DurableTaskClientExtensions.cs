using Dazhou.LocalRuntime;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Addresses of instances for clients.</summary>
public static class DurableTaskClientExtensions
{
    /// <summary>The addresses by which a client follows and steers an instance.</summary>
    /// <param name="client">The client that the host gave.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="request">The request whose host and port the addresses take; the host's own where absent.</param>
    /// <exception cref="InvalidOperationException">The client belongs to no host, and there is no request.</exception>
    public static HttpManagementPayload CreateHttpManagementPayload(
        this DurableTaskClient client, string instanceId, HttpRequestData? request = null)
    {
        if (string.IsNullOrEmpty(instanceId))
            throw new ArgumentException("InstanceId cannot be null or empty.", nameof(instanceId));

        var endpoint = ManagementEndpoint.Of(client);
        var host = request?.Url.GetLeftPart(UriPartial.Authority) ?? endpoint?.HostUrl()
            ?? throw new InvalidOperationException("The address of the host is not known: the client does not come from a function's [DurableClient], and no request was given.");
        var instance = $"{host.TrimEnd('/')}{ManagementEndpoint.Path}/instances/{Uri.EscapeDataString(instanceId)}";
        var query = endpoint?.Query() is { Length: > 0 } common ? common : null;

        return new HttpManagementPayload
        {
            Id = instanceId,
            StatusQueryGetUri = Address(instance, query),
            PurgeHistoryDeleteUri = Address(instance, query),
            SendEventPostUri = Address(instance + "/raiseEvent/{eventName}", query),
            TerminatePostUri = Address(instance + "/terminate", "reason={{text}}", query),
            SuspendPostUri = Address(instance + "/suspend", "reason={{text}}", query),
            ResumePostUri = Address(instance + "/resume", "reason={{text}}", query),
        };
    }

    private static string Address(string url, params ReadOnlySpan<string?> queries)
    {
        var separator = '?';
        foreach (var query in queries)
        {
            if (query is null)
                continue;
            url = $"{url}{separator}{query}";
            separator = '&';
        }

        return url;
    }
}
