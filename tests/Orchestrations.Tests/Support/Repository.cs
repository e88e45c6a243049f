namespace Orchestrations.Tests.Support;

internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dazhou.Serverless.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("No Dazhou.Serverless.sln above the tests.");
        return folder.FullName;
    }
}
