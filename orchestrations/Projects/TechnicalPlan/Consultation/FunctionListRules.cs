using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Projects;

/// <summary>The unit's correction of a published function list (第三十五条).</summary>
/// <param name="Functions">the whole corrected list</param>
/// <param name="Reason">the reason</param>
public sealed record FunctionListCorrection(IReadOnlyList<FunctionItem>? Functions, string? Reason);

/// <summary>The facts that the rules of a correction check.</summary>
/// <param name="Correction">the correction</param>
/// <param name="Published">the list published now</param>
public sealed record FunctionListCase(FunctionListCorrection Correction, IReadOnlyList<FunctionItem> Published);

/// <summary>更正功能清单 (第三十五条): a corrected list is published for the full period again.</summary>
public static class FunctionListRules
{
    /// <summary>The article of function lists.</summary>
    public const string Article = "第三十五条";

    /// <summary>The most items in a list, so that page and quotation stay readable.</summary>
    public const int MostItems = 300;

    /// <summary>The most characters in a name.</summary>
    public const int LongestName = 200;

    /// <summary>The most characters in a description or reason.</summary>
    public const int LongestText = 2000;

    /// <summary>The rules.</summary>
    public static IReadOnlyList<StageRule<FunctionListCase>> All { get; } =
    [
        new("correction-items", Article, "functions", $"功能清单须逐项列出，每项有名称，共1至{MostItems}项",
            c => c.Correction.Functions is not { Count: > 0 and <= MostItems } items || items.Any(item => string.IsNullOrWhiteSpace(item?.Name))),
        new("correction-lengths", Article, "functions", $"每项名称不超过{LongestName}字，说明不超过{LongestText}字，数量不为负",
            c => c.Correction.Functions?.Any(item => item is not null
                && (item.Name?.Length > LongestName || item.Description?.Length > LongestText || item.Unit?.Length > LongestName || item.Quantity < 0m)) == true),
        new("one-line", Article, "functions", $"每项名称和单位{FieldText.LineRule}",
            c => c.Correction.Functions?.Any(item => !FieldText.IsLine(item?.Name) || !FieldText.IsLine(item?.Unit)) == true),
        new("plain-text", Article, "functions", $"说明{FieldText.TextRule}", c => c.Correction.Functions?.Any(item => !FieldText.IsText(item?.Description)) == true),
        new("plain-text", Article, "reason", $"更正理由{FieldText.TextRule}", c => !FieldText.IsText(c.Correction.Reason)),
        new("correction-changes", Article, "functions", "与正在公示的清单相同，没有需要更正的内容",
            c => c.Correction.Functions?.SequenceEqual(c.Published) == true),
        StageRules.Text<FunctionListCase>("correction-reason", Article, "reason", "更正理由", c => c.Correction.Reason),
        new("correction-reason-length", Article, "reason", $"更正理由不超过{LongestText}字", c => c.Correction.Reason?.Length > LongestText),
    ];

    /// <summary>
    /// The period of publication: full days, not counting the day of publication. A correction starts it again, so that
    /// it can never become shorter.
    /// </summary>
    public static Deadline Publicity(ProjectPolicy policy, DateOnly publishedOn, WorkCalendar calendar) =>
        DeadlineRules.Compute(Stages.Publicity, Article, new Days(policy.PublicityDays), publishedOn, calendar);
}
