using Microsoft.Extensions.Configuration;

namespace Dazhou.FunctionsHost;

/// <summary>Where the host keeps things: beside host.json unless LocalRuntime:DataDirectory says otherwise.</summary>
internal sealed class HostFolders(string root, IConfiguration configuration)
{
    public const string DataKey = "LocalRuntime:DataDirectory";

    /// <summary>The folder of host.json.</summary>
    public string Root { get; } = root;

    /// <summary>The folder of the database, Azurite's data and the keys.</summary>
    public string Data { get; } = Path.GetFullPath(configuration[DataKey] ?? ".local", root);
}
