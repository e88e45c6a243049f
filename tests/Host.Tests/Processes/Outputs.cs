namespace Host.Tests.Processes;

/// <summary>Where the build put the host and the apps.</summary>
internal static class Outputs
{
    // The tests' own output is tests/Host.Tests/bin/CONFIGURATION/FRAMEWORK.
    private static readonly string Framework = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
    private static readonly string Configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;

    public static string Root { get; } = FindRoot();

    public static string Host { get; } = Path.Combine(Root, "host", "bin", Configuration, Framework, "Dazhou.FunctionsHost.dll");

    public static string SampleApp { get; } = Path.Combine(Root, "tests", "SampleApp", "bin", Configuration, Framework);

    public static string OddApp { get; } = Path.Combine(Root, "tests", "OddApp", "bin", Configuration, Framework);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Dazhou.Serverless.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
