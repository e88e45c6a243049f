using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Dazhou.Serverless.Canteens;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Canteens;

/// <summary>Reads entries and register entries as they are sent. What cannot be read is refused by its field; unknown fields are.</summary>
internal static class CanteenInput
{
    private const string Example = """[{"id":"c-1","type":"receipt","batch":"B2023-06-01","item":"大米","quantity":50,"unit":"公斤","at":"2023-06-01T07:30:00+08:00","by":["库管员","食堂负责人"]}]""";

    private static readonly JsonSerializerOptions Strict = new(RecordJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false };

    /// <summary>Reads the entries of a request: each as sent, or why it cannot be read.</summary>
    public static async Task<IReadOnlyList<SentMovement>> EntriesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var sent = await JsonBody.ReadAsync<JsonArray>(request, Strict, Example, cancellationToken);
        return sent.Count is > 0 and <= MovementBook.MostEntries
            ? [.. sent.Select(EntryOf)]
            : throw new RefusedException(Problems.Refused("记录未受理", [new("", $"一次报送1至{MovementBook.MostEntries}条，例如 {Example}", CanteensPolicy.Sources)]));
    }

    /// <summary>Reads a canteen of the register.</summary>
    public static Task<CanteenRow> CanteenAsync(HttpRequest request, CancellationToken cancellationToken) => JsonBody.ReadAsync<CanteenRow>(
        request, Strict, """{"id":"tcq-yz-1","name":"第一食堂","county":"tcq","school":"某某中学","pupils":1200,"diners":1100,"operation":"自营"}""", cancellationToken);

    /// <summary>Reads a supplier of the register.</summary>
    public static Task<SupplierRow> SupplierAsync(HttpRequest request, CancellationToken cancellationToken) => JsonBody.ReadAsync<SupplierRow>(
        request, Strict, """{"id":"mkjgs","name":"某配送企业","licence":"JY-0001","licenceUntil":"2026-12-31"}""", cancellationToken);

    private static SentMovement EntryOf(JsonNode? node)
    {
        var id = (node as JsonObject)?["id"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
        try
        {
            return node is JsonObject ? new(id, node.Deserialize<Movement>(Strict), "") : new(id, Entry: null, "记录应为 JSON 对象");
        }
        catch (JsonException unreadable)
        {
            var field = unreadable.Path?.TrimStart('$').TrimStart('.') ?? "";
            return new(id, Entry: null, field.Length == 0 ? "须有 id 和 type" : "无法识别，或者没有这个字段；请核对数字、时间和选项") { Field = field };
        }
    }
}

/// <summary>An entry as it was sent.</summary>
/// <param name="Id">its id; empty if it cannot be read</param>
/// <param name="Entry">the entry; null if it cannot be read</param>
/// <param name="Unreadable">why it cannot be read</param>
internal sealed record SentMovement(string Id, Movement? Entry, string Unreadable)
{
    /// <summary>Gets the field that cannot be read; empty for the whole entry.</summary>
    public string Field { get; init; } = "";
}
