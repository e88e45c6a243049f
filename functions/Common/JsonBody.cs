using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// Reads JSON from requests. Refuses duplicate keys, since either may be meant; names the field that cannot be read. Refusals throw
/// <see cref="RefusedException"/>.
/// </summary>
public static class JsonBody
{
    private const int LargestObject = 8 * 1024 * 1024;

    private static readonly ConcurrentDictionary<JsonSerializerOptions, JsonSerializerOptions> Strict = new();

    /// <summary>Reads the body as a record.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The serializer options.</param>
    /// <param name="example">A sample for the message if the body cannot be read; null for none.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    public static async Task<T> ReadAsync<T>(
        HttpRequest request, JsonSerializerOptions options, string? example, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var strict = Strict.GetOrAdd(options, given => new(given) { AllowDuplicateProperties = false });
            return await JsonSerializer.DeserializeAsync<T>(request.Body, strict, cancellationToken)
                ?? throw new RefusedException(Problems.Unreadable(With("请求体为空。", example)));
        }
        catch (JsonException unreadable)
        {
            throw new RefusedException(Refusal(unreadable, example));
        }
    }

    /// <summary>Reads the body as a JSON object of at most 8 MiB.</summary>
    public static async Task<JsonObject> ReadObjectAsync(HttpRequest request, string? example, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > LargestObject)
            {
                throw new RefusedException(Problems.Problem(
                    StatusCodes.Status413PayloadTooLarge, "内容过大", $"JSON 不超过{LargestObject / 1024 / 1024} MB，文件用 multipart/form-data 提交。"));
            }

            body.Write(buffer, 0, read);
        }

        try
        {
            return ParseObject(body.GetBuffer().AsMemory(0, (int)body.Length));
        }
        catch (JsonException unreadable)
        {
            throw new RefusedException(Refusal(unreadable, example));
        }
    }

    /// <summary>Parses a JSON object in UTF-8. Throws <see cref="JsonException"/> for anything else and for duplicate keys.</summary>
    public static JsonObject ParseObject(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        HoldsEachKeyOnce(document.RootElement, "$");
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? JsonObject.Create(document.RootElement.Clone())!
            : throw new JsonException("The content is no object.", "$", lineNumber: 0, bytePositionInLine: 0);
    }

    /// <summary>Returns 400 for unreadable JSON, with the field if known.</summary>
    public static IResult Refusal(JsonException unreadable, string? example = null)
    {
        var field = unreadable.Path?.TrimStart('$').TrimStart('.') ?? "";
        var line = unreadable.LineNumber is { } number and > 0 ? $"（第{number + 1}行）" : "";
        if (unreadable.Message.StartsWith("Duplicate", StringComparison.Ordinal))
            return Problems.Refused("请求无法读取", [new(field, $"字段“{field}”重复出现{line}，每个字段只能写一次。", Rule: "json-keys")], StatusCodes.Status400BadRequest);
        return field.Length == 0
            ? Problems.Unreadable(With($"请求体不是可读的 JSON 对象{line}。", example))
            : Problems.Refused(
                "请求无法读取", [new(field, $"字段“{field}”无法识别{line}，请核对数字、日期（yyyy-MM-dd）和选项。", Rule: "readable")], StatusCodes.Status400BadRequest);
    }

    private static string With(string text, string? example) => example is null ? text : $"{text}例如 {example}。";

    // Fields are matched ignoring case, so keys that differ only in case are duplicates.
    private static void HoldsEachKeyOnce(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var i = 0;
            foreach (var item in element.EnumerateArray())
                HoldsEachKeyOnce(item, $"{path}[{i++}]");
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var property in element.EnumerateObject())
            {
                var at = $"{path}.{property.Name}";
                if (!names.Add(property.Name))
                    throw new JsonException($"Duplicate property {at}.", at, lineNumber: null, bytePositionInLine: null);
                HoldsEachKeyOnce(property.Value, at);
            }
        }
    }
}
