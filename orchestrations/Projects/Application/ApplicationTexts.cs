using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// The texts of an application (第九条): titles and numbers are one line, because mails and documents set them into lines of their own;
/// no text holds control characters.
/// </summary>
internal static class ApplicationTexts
{
    private static readonly Dictionary<string, string> Lines = new(StringComparer.Ordinal)
    {
        ["name"] = "项目名称",
        ["unit"] = "项目建设单位",
        ["succeeds"] = "接续的原项目编号",
        ["basicInformation.functions.name"] = "具体功能清单的名称",
        ["basicInformation.functions.unit"] = "具体功能清单的单位",
        ["funding.otherGround"] = "其他资金纳入政府投资的依据",
        ["funding.channels"] = "经费渠道",
        ["mixedWorks.ruling"] = "裁定文号",
        ["mixedWorks.approvalNumber"] = "立项批复文号",
        ["existingSystem.system"] = "系统目录编号",
        ["declarations.cannotShareApproval"] = "不能共享的核准文号",
    };

    /// <summary>Every text that holds what it may not; a fault's field is that of the form, a list's for its lines.</summary>
    public static IReadOnlyList<RuleFailure> Check(ProjectApplication application)
    {
        var failures = new List<RuleFailure>();
        Walk(JsonSerializer.SerializeToNode(application with { Documents = null }, ProjectJson.Options), path: "", list: null);
        return [.. failures.Distinct()];

        void Walk(JsonNode? node, string path, string? list)
        {
            switch (node)
            {
                case JsonObject group:
                    foreach (var (name, value) in group)
                        Walk(value, path.Length == 0 ? name : $"{path}.{name}", list);
                    break;
                case JsonArray items:
                    foreach (var item in items)
                        Walk(item, path, list ?? path);
                    break;
                case JsonValue text when text.TryGetValue<string>(out var words):
                    if (LabelOf(path) is { } label && !FieldText.IsLine(words))
                        failures.Add(new("one-line", "第九条", list ?? path, label + FieldText.LineRule));
                    else if (!FieldText.IsText(words))
                        failures.Add(new("plain-text", "第九条", list ?? path, FieldText.TextRule));
                    break;
            }
        }
    }

    private static string? LabelOf(string path) =>
        path.StartsWith("negativeList.", StringComparison.Ordinal) ? "法律法规的明确规定" : Lines.GetValueOrDefault(path);
}
