using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dazhou.LocalRuntime.History;

/// <summary>Writes and reads events as UTF-8 JSON, so that a history can be read with any SQLite tool.</summary>
internal static class HistorySerializer
{
    private static readonly HistoryJsonContext s_json = new(new JsonSerializerOptions
    {
        // Stored, never put into a page: Chinese text stays readable and takes a third of the space.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        MaxDepth = 256,
    });

    public static byte[] Serialize(HistoryEvent value) => JsonSerializer.SerializeToUtf8Bytes(value, s_json.HistoryEvent);

    public static byte[] Serialize(IReadOnlyList<HistoryEvent> values) =>
        JsonSerializer.SerializeToUtf8Bytes(values, s_json.IReadOnlyListHistoryEvent);

    public static HistoryEvent Deserialize(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, s_json.HistoryEvent)!;

    public static IReadOnlyList<HistoryEvent> DeserializeMany(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, s_json.IReadOnlyListHistoryEvent)!;

    public static string? SerializeTags(IReadOnlyDictionary<string, string>? tags) =>
        tags is { Count: > 0 } ? JsonSerializer.Serialize(tags, s_json.IReadOnlyDictionaryStringString) : null;

    public static IReadOnlyDictionary<string, string>? DeserializeTags(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, s_json.IReadOnlyDictionaryStringString);

    public static string? SerializeFailure(Failure? failure) =>
        failure is null ? null : JsonSerializer.Serialize(failure, s_json.Failure);

    public static Failure? DeserializeFailure(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, s_json.Failure);
}

[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(IReadOnlyList<HistoryEvent>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(Failure))]
internal sealed partial class HistoryJsonContext : JsonSerializerContext;
