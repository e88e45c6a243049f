using System.Runtime.CompilerServices;
using System.Text.Json;
using Dazhou.Serverless.Projects;

namespace Orchestrations.Tests.Projects;

internal static class Samples
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(SourceFolder(), "../../../samples/projects"));

    public static ProjectApplication Valid { get; } = Load("tier-150");

    public static ProjectApplication SelfBuilt { get; } = Load("tier-320");

    public static ProjectApplication Load(string name) =>
        JsonSerializer.Deserialize<ProjectApplication>(File.ReadAllText(Path.Combine(Folder, $"{name}.json")), ProjectJson.Options)!;

    public static IReadOnlyList<string> FailedRules(this ProjectApplication application, UnitStanding? standing = null, WorksRulingRow? ruling = null) =>
        [.. IntakeRules.Evaluate(new(application, standing ?? new(), ProjectPolicy.Gazette) { Ruling = ruling }).Select(failure => failure.Rule)];

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
