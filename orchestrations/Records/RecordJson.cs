using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dazhou.Serverless.Records;

/// <summary>JSON options for storage and data files.</summary>
public static class RecordJson
{
    /// <summary>Gets the options: camelCase, nulls omitted, Chinese not escaped. The computed keys of a row are omitted.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Parses a record; throws <see cref="JsonException"/> if it cannot be read or is empty.</summary>
    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("The record is empty.");

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // Storage is no web page, and escaping Chinese would triple the size of every row.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutKeys } },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void LeaveOutKeys(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !typeof(IRow).IsAssignableFrom(type.Type))
            return;
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].Name is "partitionKey" or "rowKey" && type.Properties[i].Set is null)
                type.Properties.RemoveAt(i);
        }
    }
}
