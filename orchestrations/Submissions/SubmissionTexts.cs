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

    private static IEnumerable<string> TextsOf(JsonNode? node) => node switch
    {
        JsonObject group => group.SelectMany(item => TextsOf(item.Value)),
        JsonArray items => items.SelectMany(TextsOf),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };
}
