using System.Text.RegularExpressions;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Architecture;

/// <summary>
/// Orchestrators sequence and judge nothing: what steers them comes from their input or from an activity and stands in their history,
/// so that a rule which changes never breaks an instance that runs.
/// </summary>
public sealed partial class OrchestratorSourceTests
{
    private static readonly HashSet<string> Rules =
    [
        .. typeof(Approval).Assembly.GetTypes().Where(type => type is { IsAbstract: true, IsSealed: true }).Select(type => type.Name).Where(name => RuleName().IsMatch(name)),
        nameof(WorkCalendar),
        nameof(PolicyBook),
    ];

    public static TheoryData<string> Orchestrators =>
        [.. Sources("orchestrations", "*.orchestrator.cs").Select(file => Path.GetRelativePath(Repository.Root, file))];

    [Theory]
    [MemberData(nameof(Orchestrators))]
    public void Orchestrator_AsksNoRule(string file) => Assert.Empty(RulesIn(Read(file)));

    /// <summary>A period of the policy may be handed on to whoever computes with it, and that is all.</summary>
    [Theory]
    [MemberData(nameof(Orchestrators))]
    public void Orchestrator_ReadsOfThePolicyOnlyPeriodsToHandOn(string file)
    {
        var code = Code(Read(file));

        Assert.Equal(PolicyValue().Count(code), HandedOn().Count(code));
    }

    [Fact]
    public void Orchestrators_AreFound_AndTheRulesAreKnown()
    {
        Assert.True(Orchestrators.Count > 45, $"{Orchestrators.Count} orchestrators");
        Assert.Superset(
            new HashSet<string> { nameof(AdjustmentRules), nameof(DeadlineRules), nameof(WatchRules), nameof(StepRules), nameof(StepTimes), nameof(LeadershipRoute) },
            Rules);
    }

    [Theory]
    [InlineData("if (AdjustmentRules.PathOf(request) == AdjustmentPath.Filing) return;", "AdjustmentRules")]
    [InlineData("var text = $\"{DeadlineRules.ReminderTime}\"; // and no more", "DeadlineRules")]
    [InlineData("var at = context.Now(); // as StepTimes.Outcome says", "")]
    [InlineData("/// <summary>See <see cref=\"StepRules\"/>.</summary>", "")]
    public void Scan_CodeThatAsksARule_IsFound(string code, string rules) => Assert.Equal(rules, string.Join(' ', RulesIn(code)));

    [Fact]
    public void Starts_OfOrchestrations_NameTheVersion()
    {
        var files = Sources("orchestrations", "*.cs").Concat(Sources("functions", "*.cs")).Where(file => OwnOptions().IsMatch(Code(File.ReadAllText(file))));

        Assert.Equal([$"{nameof(OrchestrationVersion)}.cs"], files.Select(Path.GetFileName));
    }

    private static IEnumerable<string> RulesIn(string source) =>
        Identifier().Matches(Code(source)).Select(match => match.Value).Where(Rules.Contains).Distinct(StringComparer.Ordinal);

    private static string Code(string source) => Comment().Replace(source, string.Empty);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static IEnumerable<string> Sources(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("(Rules|Route|Times|Shift|Statistics)$")]
    private static partial Regex RuleName();

    [GeneratedRegex(@"\b[A-Z]\w*\b")]
    private static partial Regex Identifier();

    [GeneratedRegex("//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b[Pp]olicy\.\w+")]
    private static partial Regex PolicyValue();

    [GeneratedRegex(@"\bnew (Days|WorkingDays|Months|Years)\((\w+\.)*[Pp]olicy\.\w+\)")]
    private static partial Regex HandedOn();

    [GeneratedRegex(@"\bnew\s+(\w+\.)*(Start|Sub)OrchestrationOptions\b|\b(Start|Sub)OrchestrationOptions \w+\(string instanceId\) => new\(")]
    private static partial Regex OwnOptions();
}
