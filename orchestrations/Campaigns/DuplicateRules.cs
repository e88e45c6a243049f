using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Campaigns;

/// <summary>Projects of several units that seem to be one.</summary>
/// <param name="Key">what they have in common</param>
/// <param name="Projects">the projects, by id</param>
/// <param name="Decision">what the bureau decided; null while it has not</param>
public sealed record DuplicateGroup(string Key, IReadOnlyList<CampaignProjectRow> Projects, CampaignDuplicateRow? Decision)
{
    /// <summary>Whether one of them was not yet decided about.</summary>
    public bool IsOpen => Decision is null || Projects.Any(project => !Decision.Projects.Contains(project.Id, StringComparer.Ordinal));

    /// <summary>What they have in common, for people.</summary>
    public string Title => Key.StartsWith("filing:", StringComparison.Ordinal) ? "备案号相同" : "投资方相同";
}

/// <summary>重复计数: the same company or filing number in two units counts nowhere until the bureau decides (53号 四（五）实事求是).</summary>
public static class DuplicateRules
{
    /// <summary>Returns what a project may have in common with another one's: its investor, and its filing number if it has one.</summary>
    public static IReadOnlyList<string> KeysOf(CampaignProjectRow project) =>
        string.IsNullOrWhiteSpace(project.FilingNumber)
            ? [$"investor:{Normal(project.Investor)}"]
            : [$"investor:{Normal(project.Investor)}", $"filing:{Normal(project.FilingNumber)}"];

    /// <summary>Returns the groups of projects of at least two units; projects that are struck out take no part.</summary>
    public static IReadOnlyList<DuplicateGroup> Groups(IReadOnlyList<CampaignProjectRow> projects, IReadOnlyList<CampaignDuplicateRow> decisions) =>
    [
        .. projects.Where(project => project.StruckBy is null)
            .SelectMany(project => KeysOf(project).Select(key => (key, project)))
            .GroupBy(pair => pair.key, pair => pair.project, StringComparer.Ordinal)
            .Where(group => group.DistinctBy(project => project.Unit, StringComparer.Ordinal).Skip(1).Any())
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new DuplicateGroup(
                group.Key, [.. group.OrderBy(project => project.Id, StringComparer.Ordinal)],
                decisions.FirstOrDefault(decision => decision.Key == group.Key))),
    ];

    /// <summary>Returns the ids of the projects that do not count: undecided ones, and those that the bureau left out.</summary>
    public static IReadOnlySet<string> Suspended(IReadOnlyList<CampaignProjectRow> projects, IReadOnlyList<CampaignDuplicateRow> decisions) =>
        Groups(projects, decisions)
            .SelectMany(group => group.Projects.Where(project => group.Decision?.Counting.Contains(project.Id, StringComparer.Ordinal) != true))
            .Select(project => project.Id)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Returns a text without what is written in one way or another: width, case, spaces and brackets.</summary>
    public static string Normal(string text) =>
        string.Concat(text.Select(FieldText.Narrow).Where(c => !char.IsWhiteSpace(c) && c is not ('(' or ')' or '（' or '）' or '　' or '·')))
            .ToUpperInvariant();
}
