using System.Reflection;

namespace Dazhou.FunctionsHost;

/// <summary>
/// Finds the folder of host.json. `dotnet run`, `dotnet test` and a published app all start below it:
/// from the repository the nearest one above the build output is the repository's, and a published app carries its own.
/// </summary>
internal static class AppRoot
{
    public const string HostFile = "host.json";

    public static string Find(string? configured)
    {
        if (!string.IsNullOrEmpty(configured))
            return Path.GetFullPath(configured);

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, HostFile)))
                return folder.FullName;
        }

        var current = Directory.GetCurrentDirectory();
        return File.Exists(Path.Combine(current, HostFile)) ? current : AppContext.BaseDirectory;
    }

    public static string NameOf(Assembly? entry) => entry?.GetName().Name ?? "Functions";
}
