namespace Dazhou.LocalRuntime.Tests.PublicSurface;

/// <summary>The listings of the real packages, where this machine has them.</summary>
internal static class RealListings
{
    private const string Variable = "DAZHOU_SHARED";

    public static string? Folder { get; } = Find();

    public static HashSet<string> Read() =>
        [.. Directory.GetFiles(Folder!, "*.txt").SelectMany(File.ReadLines).Where(line => line.Length > 0)];

    private static string? Find()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Dazhou.Serverless.sln")))
            root = root.Parent;

        string?[] candidates = [Environment.GetEnvironmentVariable(Variable), root is null ? null : Path.Combine(root.FullName, "..", "shared")];
        return candidates
            .Where(shared => !string.IsNullOrEmpty(shared))
            .Select(shared => Path.GetFullPath(Path.Combine(shared!, "api")))
            .FirstOrDefault(api => Directory.Exists(api) && Directory.EnumerateFiles(api, "*.txt").Any());
    }
}

/// <summary>A fact that needs the listings, and is skipped where they are not.</summary>
internal sealed class ListingsFactAttribute : FactAttribute
{
    public ListingsFactAttribute()
    {
        if (RealListings.Folder is null)
            Skip = "The listings of the real packages (../shared/api, or $DAZHOU_SHARED/api) are not on this machine.";
    }
}
