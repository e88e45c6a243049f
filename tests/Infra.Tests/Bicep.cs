using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Infra.Tests;

/// <summary>infra/ as the Bicep compiler sees it; compiled once for all tests.</summary>
internal static class Bicep
{
    private static readonly Lazy<Task<(JsonElement Template, string Said)>> Compiled = new(CompileAsync);

    public static string Root { get; } = Named("RepositoryRoot");

    /// <summary>Why there is no compiler here; null where there is one.</summary>
    public static string? Missing =>
        OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64 ? null : "The Bicep compiler of the tests runs on Linux on x64.";

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The compiled template, and everything that the compiler and its linter said.</summary>
    public static Task<(JsonElement Template, string Said)> TemplateAsync() => Compiled.Value;

    /// <summary>Every resource of the template and of the templates inside it.</summary>
    public static IEnumerable<JsonElement> Resources(JsonElement template)
    {
        var resources = template.GetProperty("resources");
        var all = resources.ValueKind == JsonValueKind.Array ? resources.EnumerateArray() : resources.EnumerateObject().Select(property => property.Value);
        foreach (var resource in all)
        {
            if (resource.GetProperty("type").GetString() != "Microsoft.Resources/deployments")
            {
                yield return resource;
                continue;
            }

            foreach (var inner in Resources(resource.GetProperty("properties").GetProperty("template"))) yield return inner;
        }
    }

    public static async Task<(int Code, string Output)> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static async Task<(JsonElement Template, string Said)> CompileAsync()
    {
        var path = Named("BicepPath");
        var file = Path.GetTempFileName();
        try
        {
            var (_, built) = await RunAsync(path, "build", "infra/main.bicep", "--outfile", file);
            var (_, linted) = await RunAsync(path, "lint", "infra/main.bicep");
            var text = await File.ReadAllTextAsync(file);
            return (text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, built + linted);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Named(string name) =>
        typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == name).Value!;
}
