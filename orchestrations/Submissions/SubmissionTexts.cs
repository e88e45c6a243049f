using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Submissions;

/// <summary>Checks the texts of a submission: no line breaks in one-line fields, no control characters.</summary>
public static class SubmissionTexts
{
    /// <summary>Returns a failure for every field whose text contains forbidden characters.</summary>
    public static IReadOnlyList<RuleFailure> Check(SubmissionKind kind, JsonObject data)
    {
        var failures = new List<RuleFailure>();
        foreach (var (name, value) in data)
        {
            var field = kind.Fields.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));
            if (field is not { Type: SubmissionFieldType.LongText or SubmissionFieldType.Several } && field is not null && !TextsOf(value).All(FieldText.IsLine))
                failures.Add(new("one-line", kind.Article, field.Name, $"“{field.Label}”{FieldText.LineRule}"));
            else if (!TextsOf(value).All(FieldText.IsText))
                failures.Add(new("plain-text", kind.Article, field?.Name ?? name, $"“{field?.Label ?? name}”{FieldText.TextRule}"));
        }

        return failures;
    }

    /// <summary>Returns a failure for every field that is not of its type, of a content that could not be read; at least one.</summary>
    public static IReadOnlyList<RuleFailure> Unreadable(SubmissionKind kind, JsonObject data, JsonException unreadable)
    {
        var failures = new List<RuleFailure>();
        foreach (var (name, value) in data)
        {
            var field = kind.Fields.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));
            if (field is not null && Expected(field, value) is { } expected)
                failures.Add(new("readable", kind.Article, name, $"“{field.Label}”{expected}"));
        }

        return failures.Count > 0
            ? failures
            : [new("readable", kind.Article, unreadable.Path?.TrimStart('$', '.') ?? "", "内容不可读：请检查数字、日期（yyyy-MM-dd）和选项")];
    }

    private static string? Expected(SubmissionField field, JsonNode? value)
    {
        if (value is JsonArray several && field.Choices is { Count: > 0 })
            return several.All(one => IsChoice(field, one)) ? null : "只能从所列选项中选择";
        var text = value is JsonValue && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        return field.Type switch
        {
            SubmissionFieldType.Amount or SubmissionFieldType.Number =>
                value?.GetValueKind() == JsonValueKind.Number || (text is not null && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _)) ? null : "应填写数字",
            SubmissionFieldType.Date =>
                DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "应填写日期（yyyy-MM-dd）",
            SubmissionFieldType.YesNo => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : "应选择“是”或者“否”",
            SubmissionFieldType.Choice => IsChoice(field, value) ? null : "只能从所列选项中选择",
            _ => null,
        };
    }

    private static bool IsChoice(SubmissionField field, JsonNode? value) =>
        field.Choices is not { Count: > 0 } choices
        || (value?.GetValueKind() == JsonValueKind.String && choices.Any(choice => string.Equals(choice.Value, value.GetValue<string>(), StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> TextsOf(JsonNode? node) => node switch
    {
        JsonObject group => group.SelectMany(item => TextsOf(item.Value)),
        JsonArray items => items.SelectMany(TextsOf),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };
}
