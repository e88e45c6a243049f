namespace Dazhou.FunctionsHost;

/// <summary>
/// Finds the folders of a run. The app's folder is what a build or publish made. Settings and data belong to the folder of
/// host.json: above a build's output that is the project's or the repository's, and a published app carries its own.
/// </summary>
internal static class AppRoot
{
    public const string HostFile = "host.json";
    private const string ScriptRoot = "AzureWebJobsScriptRoot";

    /// <summary>The folder of the app where the command line does not name it.</summary>
    public static string DefaultApp() => Environment.GetEnvironmentVariable(ScriptRoot) is { Length: > 0 } given ? given : Directory.GetCurrentDirectory();

    /// <summary>The folder that settings and data belong to.</summary>
    public static string Find(string app)
    {
        // A build's output lies below "bin" and is thrown away with it; nothing may be kept there.
        var folder = new DirectoryInfo(app);
        var output = folder;
        for (var above = folder; above is not null; above = above.Parent)
        {
            if (string.Equals(above.Name, "bin", StringComparison.OrdinalIgnoreCase))
                output = above.Parent;
        }

        if (output == folder)
            return folder.FullName;

        for (var above = output; above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, HostFile)))
                return above.FullName;
        }

        return folder.FullName;
    }

    /// <summary>Finds a folder of the repository's tools above the app or above the host.</summary>
    public static string? FindTools(string name, params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var tools = Path.Combine(folder.FullName, "tools", name);
                if (Directory.Exists(tools))
                    return tools;
            }
        }

        return null;
    }
}
