namespace Tests.Shared;

/// <summary>How tests start the app: on the local host, as <c>dotnet run --project functions</c> does it.</summary>
internal static class HostCommand
{
    /// <summary>Debug or Release, as this assembly was built.</summary>
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The arguments of <c>dotnet</c>.</summary>
    public static IReadOnlyList<string> Arguments(params IEnumerable<string> arguments) => ArgumentsOf("functions", arguments);

    /// <summary>The same with another app of this repository.</summary>
    public static IReadOnlyList<string> ArgumentsOf(string app, params IEnumerable<string> arguments) =>
        [Output("host", "Dazhou.FunctionsHost.dll"), "--app", Output(app, ""), .. arguments];

    private static string Output(string project, string file) => Path.Combine(Root, project, "bin", Configuration, "net10.0", file);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dazhou.Serverless.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("No Dazhou.Serverless.sln above the tests.");
        return folder.FullName;
    }
}
