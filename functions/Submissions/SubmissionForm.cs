using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Input;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>The content that a program sent.</summary>
/// <param name="Data">The content.</param>
/// <param name="Files">The files.</param>
public sealed record SentContent(JsonObject Data, IReadOnlyList<SubmissionFile> Files);

/// <summary>Converts a posted form to the JSON of the API, so that the same rules apply to both.</summary>
public static class SubmissionForm
{
    /// <summary>The field with the whole content as JSON, for programs that also send files.</summary>
    public const string DataField = "data";

    /// <summary>Converts a form, omitting empty fields. Throws <see cref="JsonException"/> if <c>data</c> cannot be read.</summary>
    public static JsonObject ToJson(SubmissionKind kind, IFormCollection form)
    {
        if (form[DataField].ToString() is { Length: > 0 } data)
            return Understood(kind, JsonBody.ParseObject(Encoding.UTF8.GetBytes(data)));
        var json = new JsonObject();
        foreach (var field in kind.Fields)
        {
            var words = form[field.Name].Where(word => !string.IsNullOrWhiteSpace(word)).Select(word => word!.Trim()).ToList();
            if (words.Count > 0)
                json[field.Name] = Value(field, words);
        }

        return json;
    }

    /// <summary>Converts the form of a page; throws <see cref="RefusedException"/> if <c>data</c> cannot be read.</summary>
    public static JsonObject Read(SubmissionKind kind, IFormCollection form)
    {
        try
        {
            return ToJson(kind, form);
        }
        catch (JsonException)
        {
            throw new RefusedException(Problems.Unreadable("data 不是可读的 JSON 对象，或者有字段重复。"));
        }
    }

    /// <summary>Reads what a program sent: a JSON object, or a form with files. Throws <see cref="RefusedException"/> for anything else.</summary>
    public static async Task<SentContent> ReadAsync(HttpRequest request, SubmissionKind kind, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
            return new(Understood(kind, await JsonBody.ReadObjectAsync(request, example: null, cancellationToken)), []);
        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            return new(ToJson(kind, form), await FilesAsync(form.Files, cancellationToken));
        }
        catch (JsonException unreadable)
        {
            throw new RefusedException(JsonBody.Refusal(unreadable));
        }
    }

    /// <summary>Returns the posted values, to be shown again with the faults.</summary>
    public static IReadOnlyDictionary<string, string> Typed(SubmissionKind kind, IFormCollection form) =>
        kind.Fields.ToDictionary(field => field.Name, field => string.Join('\n', form[field.Name].ToArray()), StringComparer.Ordinal);

    /// <summary>Reads the files of a form.</summary>
    public static async Task<IReadOnlyList<SubmissionFile>> FilesAsync(IFormFileCollection files, CancellationToken cancellationToken)
    {
        var read = new List<SubmissionFile>();
        foreach (var file in files.Where(file => file.Length > 0))
        {
            var content = new byte[file.Length];
            await using var stream = file.OpenReadStream();
            await stream.ReadExactlyAsync(content, cancellationToken);
            read.Add(new(file.FileName, content));
        }

        return read;
    }

    // Numbers sent as text are stored as numbers, so that the answer shows how they were understood.
    private static JsonObject Understood(SubmissionKind kind, JsonObject json)
    {
        foreach (var field in kind.Fields.Where(field => field.Type is SubmissionFieldType.Amount or SubmissionFieldType.Number))
        {
            if (json[field.Name] is JsonValue value && value.TryGetValue<string>(out var text) && NumberOf(field, text) is { } number)
                json[field.Name] = number;
        }

        return json;
    }

    /// <summary>Returns the number that a text was understood as; null if it is no number.</summary>
    public static decimal? NumberOf(SubmissionField field, string? text) => field.Type == SubmissionFieldType.Amount ? Numerals.Amount(text) : Numerals.Number(text);

    private static JsonNode Value(SubmissionField field, List<string> words) => field.Type switch
    {
        // A text that is no number is kept, so that the rules can report the field.
        SubmissionFieldType.Amount or SubmissionFieldType.Number => NumberOf(field, words[0]) is { } number ? JsonValue.Create(number) : JsonValue.Create(words[0]),
        SubmissionFieldType.YesNo => words[0] switch { "true" => JsonValue.Create(true), "false" => JsonValue.Create(false), var word => JsonValue.Create(word) },
        SubmissionFieldType.Several => new JsonArray(
            [.. words.SelectMany(word => word.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(word => (JsonNode)word)]),
        _ => JsonValue.Create(words[0]),
    };
}
