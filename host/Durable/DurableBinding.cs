using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.FunctionsHost.Rpc;
using Microsoft.Extensions.Options;

namespace Dazhou.FunctionsHost;

/// <summary>What a function is given for a durable client: where it reaches the task hub, and where people reach the management API.</summary>
internal sealed class DurableBinding(PublicAddress address, IOptions<DurableHostSettings> settings)
{
    // The client's calls of its own; a wait that lasts longer is asked again by it.
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(100);

    private (Uri Hub, Func<string?> Query)? _reached;

    /// <summary>Says where the task hub answers, and what management addresses carry; before the first invocation.</summary>
    public void Reach(Uri hub, Func<string?> query) => _reached = (hub, query);

    /// <summary>Adds the clients that a function asks for to its invocation.</summary>
    public void AddTo(InvocationRequest request, FunctionEntry function)
    {
        foreach (var name in function.DurableClients)
            request.InputData.Add(new ParameterBinding { Name = name, Data = new TypedData { String = Text() } });
    }

    // Read with regard to case; the limit is JSON within JSON.
    private string Text() => new JsonObject
    {
        ["rpcBaseUrl"] = _reached!.Value.Hub.ToString(),
        ["taskHubName"] = settings.Value.HubName,
        ["connectionName"] = "AzureWebJobsStorage",
        ["requiredQueryStringParameters"] = _reached.Value.Query() ?? "",
        ["httpBaseUrl"] = address.Current + ManagementApi.Path,
        ["maxGrpcMessageSizeInBytes"] = int.MaxValue,
        ["grpcHttpClientTimeout"] = JsonSerializer.Serialize(CallLimit.ToString("c", CultureInfo.InvariantCulture)),
    }.ToJsonString();
}
