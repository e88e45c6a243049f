using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dazhou.Serverless.Projects;

/// <summary>The facts that the rules of a correction check.</summary>
/// <param name="Before">The current application.</param>
/// <param name="After">The application as changed by the unit.</param>
/// <param name="Stage">The stage whose step was returned.</param>
/// <param name="Policy">The policy of the project.</param>
public sealed record CorrectionCase(ProjectApplication Before, ProjectApplication After, string Stage, ProjectPolicy Policy);

/// <summary>A field changed by a correction.</summary>
/// <param name="Field">Its JSON path, e.g. <c>basicInformation.content</c>.</param>
/// <param name="Before">The old value as JSON text; null if it was empty.</param>
/// <param name="After">The new value as JSON text; null if it is empty.</param>
public sealed record FieldChange(string Field, string? Before, string? After);

/// <summary>
/// What a unit may change in a returned application (退回补正). All intake rules apply again, plus these. At the library's
/// first review (第七条) the amount may change, since nobody has assessed it yet. At the leadership (第十条) experts and
/// earlier approvers have: the amount may neither grow nor leave the tier that chose the approvers, and the other
/// authority's part (第八条) may not change. Such a project is withdrawn and applied for again.
/// </summary>
public static class CorrectionRules
{
    /// <summary>The rules of a correction.</summary>
    public static IReadOnlyList<StageRule<CorrectionCase>> All { get; } =
    [
        new("correction-unit", "第七条", "unit", "补正不能改变项目建设单位；需要改变的，请撤回后由新的单位重新申报", c => c.After.Unit != c.Before.Unit),
        new("correction-succeeds", "第四十三条", "succeeds", "补正不能改变所接续的项目", c => c.After.Succeeds != c.Before.Succeeds),
        new("correction-tier", "第十条第二款", "totalInvestment", "总投资变更后由另一层级审批；请撤回后重新申报",
            c => IsAtLeadership(c) && Tier(c.After, c.Policy) != Tier(c.Before, c.Policy)),
        new("correction-not-raised", "第十条", "totalInvestment", "专家论证和已经同意的审批均按原总投资作出，补正不能提高总投资；请撤回后重新申报",
            c => IsAtLeadership(c) && c.After.TotalInvestment > c.Before.TotalInvestment),
        new("correction-mixed-works", "第八条", "mixedWorks", "立项审批中的补正不能改变工程与信息化部分的划分；请撤回后重新申报",
            c => IsAtLeadership(c) && WithoutNumber(c.After) != WithoutNumber(c.Before)),
        new("correction-establisher", "第八条", "mixedWorks.approvalNumber", "补正不能改变由哪个部门立项；请撤回后重新申报",
            c => IsEstablishedElsewhere(c.After) != IsEstablishedElsewhere(c.Before)),
    ];

    /// <summary>Whether the application may be changed while a step of this stage is returned.</summary>
    public static bool Allows(string? stage) => stage is Stages.LibraryAdmission or Stages.Establishment;

    /// <summary>The fields in which two applications differ; files have records of their own.</summary>
    public static IReadOnlyList<FieldChange> Changes(ProjectApplication before, ProjectApplication after)
    {
        var (old, now) = (Flatten(before), Flatten(after));
        return [.. old.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Select(field => new FieldChange(field, old.GetValueOrDefault(field), now.GetValueOrDefault(field)))
            .Where(change => change.Before != change.After)];
    }

    private static MixedWorks? WithoutNumber(ProjectApplication application) =>
        application.MixedWorks is { } works ? works with { ApprovalNumber = null } : null;

    private static bool IsEstablishedElsewhere(ProjectApplication application) => !string.IsNullOrWhiteSpace(application.MixedWorks?.ApprovalNumber);

    private static bool IsAtLeadership(CorrectionCase correction) => correction.Stage == Stages.Establishment;

    /// <summary>The tier as text: the same approval steps mean the same tier.</summary>
    private static string Tier(ProjectApplication application, ProjectPolicy policy) =>
        string.Join('|', EstablishmentRoute.StepsFor(application.TotalInvestment ?? 0m, application.Unit ?? string.Empty, policy)
            .Select(step => $"{step.Key}@{step.Article}{(step.RequiresSignIn ? "*" : "")}"));

    private static Dictionary<string, string> Flatten(ProjectApplication application)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(JsonSerializer.SerializeToNode(application with { Documents = null }, ProjectJson.Options), string.Empty);
        return fields;

        void Add(JsonNode? node, string path)
        {
            switch (node)
            {
                case null:
                    break;
                case JsonObject group:
                    foreach (var (name, value) in group)
                        Add(value, path.Length == 0 ? name : $"{path}.{name}");
                    break;
                // 150 and 150.0 are the same amount.
                case JsonValue value when value.TryGetValue<decimal>(out var number):
                    fields[path] = number.ToString("0.############", System.Globalization.CultureInfo.InvariantCulture);
                    break;
                case JsonValue value when value.TryGetValue<string>(out var text):
                    // Forms send CR LF line ends and trim values.
                    if (text.Trim().Replace("\r\n", "\n", StringComparison.Ordinal) is { Length: > 0 } kept) fields[path] = kept;
                    break;
                case JsonArray lines:
                    for (var i = 0; i < lines.Count; i++) Add(lines[i], $"{path}[{i}]");
                    break;
                default:
                    fields[path] = node.ToJsonString(ProjectJson.Options);
                    break;
            }
        }
    }
}
