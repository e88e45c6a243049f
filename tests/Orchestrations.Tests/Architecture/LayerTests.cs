using System.Text.RegularExpressions;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Architecture;

/// <summary>
/// Shared folders stand on each other in one order, so that none of them forms a circle: each refers only to those before it. Systems
/// stand on all of them, and none of them knows a system.
/// </summary>
public sealed partial class LayerTests
{
    /// <summary>From the ground up.</summary>
    private static readonly string[] Orchestrations = ["Input", "Dates", "Records", "Documents", "Works", "Directory", "Subjects", "Links", "Mail", "Deadlines", "Approvals", "Submissions", "Rehearsal"];

    private static readonly string[] Systems = ["Projects", "Ledgers", "Campaigns", "ProblemCases", "Evacuations", "Canteens"];

    public static TheoryData<string> SharedFolders => [.. Orchestrations];

    [Theory]
    [MemberData(nameof(SharedFolders))]
    public void SharedFolder_RefersOnlyToThoseBelowIt(string folder)
    {
        var below = Orchestrations[..Array.IndexOf(Orchestrations, folder)];

        Assert.DoesNotContain(ReferencesOf("orchestrations", folder, ""), to => to.Folder != folder && !below.Contains(to.Folder));
    }

    [Fact]
    public void Folders_AreAllKnown() => Assert.Equal(
        Orchestrations.Concat(Systems).Order(StringComparer.Ordinal),
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "orchestrations")).Select(Path.GetFileName)
            .Where(name => name is not ("bin" or "obj")).Order(StringComparer.Ordinal));

    /// <summary>The way from a link to its handler knows neither who decides nor who is reminded, nor how mail is sent.</summary>
    [Theory]
    [InlineData("Links", "Approvals")]
    [InlineData("Links", "Deadlines")]
    [InlineData("Links", "Mail")]
    [InlineData("Links", "Staff")]
    [InlineData("Links", "Projects")]
    [InlineData("Mail", "Approvals")]
    [InlineData("Mail", "Deadlines")]
    [InlineData("Mail", "Projects")]
    [InlineData("Approvals", "Deadlines")]
    [InlineData("Approvals", "Mail")]
    public void Pages_OfASharedFolder_DoNotReferTo(string folder, string other) =>
        Assert.DoesNotContain(ReferencesOf("functions", folder, "Functions."), to => to.Folder == other);

    [Fact]
    public void Pages_OfSharedFolders_KnowNoSystem()
    {
        var shared = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "functions")).Select(Path.GetFileName)
            .Where(name => name is not ("bin" or "obj" or "wwwroot" or "Properties") && !Systems.Contains(name));

        var knowing = shared.SelectMany(folder => ReferencesOf("functions", folder!, "Functions.").Concat(ReferencesOf("functions", folder!, "")))
            .Where(to => Systems.Contains(to.Folder)).Select(to => to.File).Distinct(StringComparer.Ordinal);

        Assert.Empty(knowing);
    }

    [Theory]
    [InlineData("namespace Dazhou.Serverless.Links;\nusing Dazhou.Serverless.Approvals;", "Approvals")]
    [InlineData("namespace Dazhou.Serverless.Links;\nvar decided = Approvals.Decision.Agree;", "Approvals")]
    [InlineData("namespace Dazhou.Serverless.Links;\n/// <see cref=\"Approvals.Decision\"/>", "")]
    public void Scan_Reference_IsFound(string source, string folders) => Assert.Equal(folders, string.Join(' ', FoldersIn(source, "")));

    private static IEnumerable<(string File, string Folder)> ReferencesOf(string side, string folder, string prefix) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, side, folder), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .SelectMany(file => FoldersIn(File.ReadAllText(file), prefix).Select(to => (Path.GetFileName(file), to)));

    private static IEnumerable<string> FoldersIn(string source, string prefix) =>
        Reference().Matches(Comment().Replace(Namespace().Replace(source, ""), ""))
            .Where(match => match.Groups["functions"].Value == prefix || match.Groups["whole"].Value.Length == 0)
            .Select(match => match.Groups["folder"].Value)
            .Where(folder => Orchestrations.Concat(Systems).Contains(folder) || prefix.Length > 0)
            .Distinct(StringComparer.Ordinal);

    /// <summary>A namespace by its whole name, or by the part that is enough inside another.</summary>
    [GeneratedRegex(@"(?<whole>Dazhou\.Serverless\.)(?<functions>Functions\.)?(?<folder>\w+)|(?<![.\w""])(?<folder>Input|Dates|Records|Documents|Works|Directory|Links|Mail|Deadlines|Approvals|Subjects|Submissions|Projects|Ledgers|Campaigns|ProblemCases|Rehearsal|Staff|Home)\.(?=[A-Z]\w*)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^namespace .*$", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
