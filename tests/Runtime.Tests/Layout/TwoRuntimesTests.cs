using System.Text.Json;

namespace Runtime.Tests.Layout;

/// <summary>DESIGN section 1: one source, two runtimes, one switch.</summary>
public class TwoRuntimesTests
{
    private static readonly string[] s_forEveryProject =
    [
        "Microsoft.Azure.Functions.Worker",
        "Microsoft.Azure.Functions.Worker.Extensions.DurableTask",
        "Microsoft.DurableTask.Abstractions",
        "Microsoft.DurableTask.Client",
        "Microsoft.DurableTask.Worker",
    ];

    private static readonly string[] s_forTheApp =
    [
        "Microsoft.Azure.Functions.Worker.Sdk",
        "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore",
        "Microsoft.Azure.Functions.Worker.Extensions.Timer",
    ];

    [Theory]
    [InlineData("functions/Dazhou.Serverless.Functions.csproj", true)]
    [InlineData("orchestrations/Dazhou.Serverless.Orchestrations.csproj", false)]
    public async Task Project_ForAzure_NamesTheRealPackagesAndNothingOfTheLocalRuntime(string project, bool isApp)
    {
        var (packages, projects) = await EvaluateAsync(project, "Azure");

        Assert.All(s_forEveryProject, package => Assert.Contains(package, packages));
        Assert.All(s_forTheApp, package => Assert.Equal(isApp, packages.Contains(package)));
        Assert.DoesNotContain(projects, path => path.Contains("runtime/", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("functions/Dazhou.Serverless.Functions.csproj")]
    [InlineData("orchestrations/Dazhou.Serverless.Orchestrations.csproj")]
    public async Task Project_ByDefault_UsesTheLocalRuntimeAndNoPackageThatMayBeMissing(string project)
    {
        var (packages, projects) = await EvaluateAsync(project, null);

        Assert.DoesNotContain(packages, package => s_forEveryProject.Concat(s_forTheApp).Contains(package));
        Assert.Contains(projects, path => path.Contains("runtime/", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("functions")]
    [InlineData("orchestrations")]
    public void Source_OfTheApp_DoesNotKnowItsRuntime(string folder)
    {
        var sources = Repository.Sources(folder).ToList();

        Assert.NotEmpty(sources);
        Assert.All(sources, path =>
        {
            var text = File.ReadAllText(path);
            Assert.False(text.Contains("Dazhou.LocalRuntime", StringComparison.Ordinal), $"{path} names the local runtime.");
            Assert.False(
                text.Split('\n').Any(line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal)), $"{path} is compiled conditionally.");
        });
    }

    [Fact]
    public void Source_OfOrchestrations_DoesNotUseTheWebFramework()
    {
        Assert.All(Repository.Sources("orchestrations"), path => Assert.False(
            File.ReadAllText(path).Contains("Microsoft.AspNetCore", StringComparison.Ordinal), $"{path} uses ASP.NET Core."));
    }

    [Fact]
    public void Source_OfTheRuntime_DoesNotKnowTheApp()
    {
        Assert.All(Repository.Sources("runtime"), path => Assert.False(
            File.ReadAllText(path).Contains("Dazhou.Serverless.", StringComparison.Ordinal), $"{path} names the app."));
    }

    private static async Task<(List<string> Packages, List<string> Projects)> EvaluateAsync(string project, string? runtime)
    {
        string[] chosen = runtime is null ? [] : [$"-p:FunctionsRuntime={runtime}"];
        var json = await Repository.RunAsync(
            "dotnet", ["msbuild", project, .. chosen, "-getItem:PackageReference,ProjectReference"]);
        using var document = JsonDocument.Parse(json);
        var items = document.RootElement.GetProperty("Items");
        return (Identities(items, "PackageReference"), Identities(items, "ProjectReference"));
    }

    private static List<string> Identities(JsonElement items, string kind) =>
        [.. items.GetProperty(kind).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
}
