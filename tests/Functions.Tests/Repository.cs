using System.ComponentModel;
using System.Diagnostics;

namespace Functions.Tests;

internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Runs a command to its end; null when it went well, else what it said.</summary>
    public static async Task<string?> RunAsync(string command, string arguments, string folder)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : $"{await output}{await errors}";
        }
        catch (Win32Exception missing)
        {
            return missing.Message;
        }
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dazhou.Serverless.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("No Dazhou.Serverless.sln above the tests.");
        return folder.FullName;
    }
}
