using Microsoft.Extensions.Configuration;

namespace Dazhou.FunctionsHost;

/// <summary>Where the host keeps things: beside host.json unless LocalRuntime:DataDirectory says otherwise.</summary>
internal sealed class HostFolders(string root, AppFolder app, IConfiguration configuration)
{
    public const string DataKey = "LocalRuntime:DataDirectory";

    /// <summary>The folder of host.json.</summary>
    public string Root { get; } = root;

    /// <summary>The folder of the database, Azurite's data and the keys.</summary>
    public string Data { get; } = Path.GetFullPath(configuration[DataKey] ?? ".local", root);

    /// <summary>The folder of Azurite's package and its leash; null where neither app nor host lies in a repository that has it.</summary>
    public string? Azurite { get; } = AppRoot.FindTools("azurite", app.Path, root, AppContext.BaseDirectory);
}
